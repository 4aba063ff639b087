using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// Copies a block of elements between two layouts: element (i, j, …) moves from i·s₀ + j·s₁ + … to i·t₀ + j·t₁ + …. Slices,
/// transposes, joins, tiles and paddings are all this, with other strides. Strides may be negative, a source's also 0.
/// Made once for a shape; runs any number of times, on any thread.
/// </summary>
internal sealed unsafe class StridedCopy
{
    // Work is handed out in pieces of about this size: less is not worth waking a thread for.
    private const nint PieceBytes = 128 * 1024;

    private readonly Loop[] outer;
    private readonly long outerCount;
    private readonly nint sourceStart, targetStart;
    private readonly InnerCopy inner;
    private readonly long pieces;

    private StridedCopy(Loop[] outer, InnerCopy inner, nint sourceStart, nint targetStart)
    {
        (this.outer, this.inner, this.sourceStart, this.targetStart) = (outer, inner, sourceStart, targetStart);
        outerCount = 1;
        foreach (var loop in outer) outerCount *= loop.Count;
        pieces = outerCount is > 0 and < 32 ? Math.Clamp(inner.Bytes / PieceBytes, 1, 64) : 1;
    }

    /// <summary>One nested loop: how often, and by how many bytes both places move on.</summary>
    internal readonly record struct Loop(nint Count, nint Source, nint Target);

    /// <summary>Plans a copy; strides and starts count elements.</summary>
    public static StridedCopy Create(
        int elementSize, ReadOnlySpan<long> counts, ReadOnlySpan<long> sourceStrides, ReadOnlySpan<long> targetStrides, long sourceStart = 0, long targetStart = 0)
    {
        var loops = new List<Loop>(counts.Length);
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0) return new StridedCopy([default], InnerCopy.Nothing, 0, 0);
            if (counts[i] == 1) continue;
            var loop = new Loop((nint)counts[i], (nint)sourceStrides[i] * elementSize, (nint)targetStrides[i] * elementSize);
            // Two loops that walk on without a gap are one.
            if (loops.Count > 0 && loops[^1] is var last && last.Source == loop.Source * loop.Count && last.Target == loop.Target * loop.Count)
                loops[^1] = loop with { Count = last.Count * loop.Count };
            else loops.Add(loop);
        }
        var inner = InnerCopy.Take(loops, elementSize);
        return new StridedCopy([.. loops], inner, (nint)sourceStart * elementSize, (nint)targetStart * elementSize);
    }

    /// <summary>Copies from one array to another that do not overlap.</summary>
    public void Run(byte* source, byte* target)
    {
        source += sourceStart;
        target += targetStart;
        if (outer.Length == 0 && pieces == 1) inner.Run(source, target, 0, inner.Length);
        else if (outerCount > 0)
        {
            long items = outerCount * pieces;
            nint itemBytes = Math.Max(inner.Bytes / (nint)pieces, 1);
            // Blocks of items, because a loop counts in ints.
            int blocks = (int)Math.Min(items, 1 << 20);
            WorkerPool.For(blocks, (int)Math.Min(PieceBytes / itemBytes * blocks / items + 1, int.MaxValue), new Body(this, source, target, items, blocks));
        }
    }

    private readonly struct Body(StridedCopy copy, byte* source, byte* target, long items, int blocks) : IParallelBody
    {
        public void Run(int start, int end) => copy.Run(source, target, items * start / blocks, items * end / blocks);
    }

    private void Run(byte* source, byte* target, long start, long end)
    {
        nint* position = stackalloc nint[outer.Length + 1];
        long place = start / pieces;
        long piece = start % pieces;
        for (int i = outer.Length - 1; i >= 0; i--)
        {
            position[i] = (nint)(place % outer[i].Count);
            place /= outer[i].Count;
            source += position[i] * outer[i].Source;
            target += position[i] * outer[i].Target;
        }
        for (long item = start; item < end; item++)
        {
            inner.Run(source, target, (nint)(inner.Length * piece / pieces), (nint)(inner.Length * (piece + 1) / pieces));
            if (++piece < pieces) continue;
            piece = 0;
            for (int i = outer.Length - 1; i >= 0; i--)
            {
                source += outer[i].Source;
                target += outer[i].Target;
                if (++position[i] < outer[i].Count) break;
                source -= outer[i].Source * outer[i].Count;
                target -= outer[i].Target * outer[i].Count;
                position[i] = 0;
            }
        }
    }
}
