using System.Runtime.InteropServices;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Memory of one run, kept for the next: address table, temporaries, and the values of variables that must outlive the run.</summary>
internal sealed unsafe class Arena(nuint size)
{
    /// <summary>The plan whose addresses the table holds.</summary>
    public Plan? Owner;

    /// <summary>Keeps the memory of variables alive while the run uses it.</summary>
    public EagerTensor?[] Held = [];

    /// <summary>The versions of these values.</summary>
    public long[] Versions = [];

    /// <summary>What was kept from earlier runs, to whose memory the table points.</summary>
    public KeptValues.State? Kept;

    public nuint Size { get; } = size;

    public byte* Memory { get; } = (byte*)NativeMemory.AlignedAlloc(size, MemoryLayout.Alignment);

    ~Arena() => NativeMemory.AlignedFree(Memory);
}

/// <summary>The arenas of an executable: as many as threads have run it at once. Renting and returning is lock-free and allocates nothing.</summary>
internal sealed class ArenaPool
{
    private readonly Arena?[] idle = new Arena?[Math.Max(16, Environment.ProcessorCount * 2)];

    /// <summary>An arena that is large enough.</summary>
    public Arena Rent(nuint size)
    {
        for (int i = 0; i < idle.Length; i++)
        {
            if (idle[i] is null || Interlocked.Exchange(ref idle[i], null) is not { } arena) continue;
            // One that is too small is left to the collector: a larger plan of the same executable needs it no more.
            if (arena.Size >= size) return arena;
        }
        return new Arena(size);
    }

    public void Return(Arena arena)
    {
        for (int i = 0; i < idle.Length; i++)
            if (idle[i] is null && Interlocked.CompareExchange(ref idle[i], arena, null) is null) return;
    }
}
