using System.Runtime.InteropServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// Working memory of the current thread, aligned to 64 bytes and not cleared: <c>using var scratch = Scratch.Rent(bytes)</c>.
/// Kept between calls, so a hot path allocates only the first time; rented and returned like a stack.
/// </summary>
internal readonly unsafe ref struct Scratch
{
    private const nuint Alignment = 64;
    private const nuint Kept = 256u << 20;

    [ThreadStatic]
    private static Stack? stack;

    private readonly Stack owner;
    private readonly int depth;

    private Scratch(Stack owner, nint bytes)
    {
        this.owner = owner;
        depth = owner.Depth++;
        Pointer = owner.Blocks[depth].AtLeast((nuint)Math.Max(bytes, 1));
    }

    public void* Pointer { get; }

    public static Scratch Rent(nint bytes) => new(stack ??= new Stack(), bytes);

    public static Scratch Rent<T>(nint count)
        where T : unmanaged => Rent(checked(count * sizeof(T)));

    public void Dispose()
    {
        owner.Depth = depth;
        owner.Blocks[depth].Trim();
    }

    /// <summary>Frees the memory when its thread has gone.</summary>
    private sealed class Stack
    {
        private const int MaxDepth = 16;

        public int Depth;

        public readonly Block[] Blocks = new Block[MaxDepth];

        ~Stack()
        {
            foreach (ref Block block in Blocks.AsSpan())
            {
                block.Free();
            }
        }
    }

    private struct Block
    {
        private void* memory;
        private nuint size;

        public void* AtLeast(nuint bytes)
        {
            if (size < bytes)
            {
                Free();
                nuint rounded = (bytes + (bytes / 4) + 4095) & ~(nuint)4095;
                memory = NativeMemory.AlignedAlloc(rounded, Alignment);
                size = rounded;
            }

            return memory;
        }

        public void Trim()
        {
            if (size > Kept)
            {
                Free();
            }
        }

        public void Free()
        {
            NativeMemory.AlignedFree(memory);
            memory = null;
            size = 0;
        }
    }
}
