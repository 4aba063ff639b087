using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// Combines slices of values into slices of a target, each at a given place. Values for one place meet in their order, however
/// many threads work: each thread owns a range of places.
/// </summary>
/// <param name="combiner">How values meet the target.</param>
/// <param name="places">The number of the target's slices.</param>
/// <param name="elements">Elements of a slice.</param>
/// <param name="size">Bytes of an element.</param>
internal sealed unsafe class ScatterLoop(Combiner combiner, long places, long elements, int size)
{
    private const long WorthThreads = 256 * 1024;

    /// <summary>Whether one value stands for all elements of every slice.</summary>
    public bool SingleValue { get; init; }

    /// <summary>Whether the first value of a run of equal places replaces what is there; for sorted places.</summary>
    public bool FirstReplaces { get; init; }

    /// <summary>Scatters <paramref name="count"/> slices.</summary>
    /// <param name="target">The first slice of the target.</param>
    /// <param name="values">The first slice of the values.</param>
    /// <param name="at">The place of each slice; below 0: nowhere.</param>
    /// <param name="from">Which slice of the values each one is; null for their order.</param>
    /// <param name="count">How many.</param>
    public void Run(byte* target, byte* values, long* at, long* from, long count)
    {
        long bytes = elements * size;
        // Each thread looks at all places: that pays only if slices are much longer than their numbers.
        int pieces = bytes >= 128 && bytes * count >= WorthThreads ? (int)Math.Min(places, 4 * WorkerPool.Threads) : 1;
        var body = new Body(this, target, values, at, from, count, pieces);
        if (pieces <= 1) body.Run(0, 1); else WorkerPool.For(pieces, 1, body);
    }

    private readonly struct Body(ScatterLoop loop, byte* target, byte* values, long* at, long* from, long count, int pieces) : IParallelBody
    {
        public void Run(int start, int end) =>
            loop.Run(target, values, at, from, count, pieces <= 1 ? 0 : loop.Places * start / pieces, pieces <= 1 ? loop.Places : loop.Places * end / pieces);
    }

    private long Places => places;

    private void Run(byte* target, byte* values, long* at, long* from, long count, long first, long last)
    {
        long bytes = elements * size, previous = -1;
        var replace = Replacing;
        for (long i = 0; i < count; i++)
        {
            long place = at[i];
            if (place < first || place >= last) continue;
            byte* value = SingleValue ? values : values + (from is null ? i : from[i]) * bytes;
            (FirstReplaces && place != previous ? replace : combiner).Run(target + place * bytes, value, (nint)elements, SingleValue);
            previous = place;
        }
    }

    private Combiner Replacing { get; } = Combiner.Replace(size);
}
