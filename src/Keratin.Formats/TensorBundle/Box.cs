namespace Keratin.Formats.TensorBundle;

/// <summary>A part of a tensor: where it begins and how long it is on each axis.</summary>
internal readonly record struct Box(long[] Starts, long[] Lengths)
{
    public static Box Whole(long[] shape) => new(new long[shape.Length], shape);

    public long Count
    {
        get
        {
            long count = 1;
            foreach (long length in Lengths)
            {
                count *= length;
            }
            return count;
        }
    }

    /// <summary>Whether it lies inside a tensor of this shape.</summary>
    public bool FitsIn(ReadOnlySpan<long> shape)
    {
        if (Starts.Length != shape.Length)
        {
            return false;
        }
        for (int i = 0; i < Starts.Length; i++)
        {
            if (Starts[i] < 0 || Lengths[i] < 0 || Starts[i] > shape[i] || Lengths[i] > shape[i] - Starts[i])
            {
                return false;
            }
        }
        return true;
    }

    public Box Intersect(Box other)
    {
        var (starts, lengths) = (new long[Starts.Length], new long[Starts.Length]);
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = Math.Max(Starts[i], other.Starts[i]);
            lengths[i] = Math.Max(0, Math.Min(Starts[i] + Lengths[i], other.Starts[i] + other.Lengths[i]) - starts[i]);
        }
        return new(starts, lengths);
    }

    /// <summary>Copies a part that lies in this box and in another, both stored row by row.</summary>
    /// <param name="part">What is copied.</param>
    /// <param name="source">The elements of this box.</param>
    /// <param name="other">The other box.</param>
    /// <param name="destination">The elements of the other box.</param>
    /// <param name="itemSize">Bytes of an element.</param>
    public void CopyTo(Box part, ReadOnlySpan<byte> source, Box other, Span<byte> destination, int itemSize)
    {
        if (part.Count == 0)
        {
            return;
        }
        // Axes at the end that all three have in full make one run.
        int runAxis = Starts.Length;
        long run = itemSize;
        while (runAxis > 0 && (runAxis == Starts.Length || (part.Lengths[runAxis] == Lengths[runAxis] && part.Lengths[runAxis] == other.Lengths[runAxis])))
        {
            run *= part.Lengths[--runAxis];
        }
        var at = new long[runAxis];
        while (true)
        {
            Span<byte> to = destination.Slice(checked((int)other.OffsetOf(part, at, itemSize)), checked((int)run));
            source.Slice(checked((int)OffsetOf(part, at, itemSize)), (int)run).CopyTo(to);
            int axis = runAxis - 1;
            while (axis >= 0 && ++at[axis] == part.Lengths[axis])
            {
                at[axis--] = 0;
            }
            if (axis < 0)
            {
                return;
            }
        }
    }

    // Of an element of a part, in bytes from the start of this box.
    private long OffsetOf(Box part, ReadOnlySpan<long> at, int itemSize)
    {
        long offset = 0;
        for (int i = 0; i < Starts.Length; i++)
        {
            offset = (offset * Lengths[i]) + part.Starts[i] - Starts[i] + (i < at.Length ? at[i] : 0);
        }
        return offset * itemSize;
    }
}
