namespace Keratin.Operations;

/// <summary>
/// Which elements <c>x[begin:end:stride, …]</c> takes, as StridedSlice and its relatives write it: sparse bounds with five
/// masks, made dense here. Sizes are -1 where bounds or the input's shape are not known yet.
/// </summary>
internal sealed class StridedSliceGeometry
{
    /// <summary>The first index taken of each input axis.</summary>
    public required long[] Begin { get; init; }

    /// <summary>The step of each input axis.</summary>
    public required long[] Stride { get; init; }

    /// <summary>How many indices are taken of each input axis.</summary>
    public required long[] Count { get; init; }

    /// <summary>The shape of the slice: axes added and removed as the masks say.</summary>
    public required Shape Result { get; init; }

    /// <summary>Reads the bounds; null stands for values that are not known yet.</summary>
    /// <param name="input">The sliced tensor's shape, of known rank.</param>
    /// <param name="begin">First indices.</param>
    /// <param name="end">Indices before which to stop.</param>
    /// <param name="strides">Steps.</param>
    /// <param name="length">The number of entries of the bounds.</param>
    /// <param name="attrs">The masks.</param>
    /// <exception cref="ArgumentException">The bounds don't fit the shape.</exception>
    public static StridedSliceGeometry Of(Shape input, long[]? begin, long[]? end, long[]? strides, int length, Attrs attrs)
    {
        long beginMask = attrs.Int("begin_mask"), endMask = attrs.Int("end_mask"), ellipsis = attrs.Int("ellipsis_mask"),
            newAxis = attrs.Int("new_axis_mask"), shrink = attrs.Int("shrink_axis_mask");
        if (length > 32 || (begin is not null && begin.Length != length) || (end is not null && end.Length != length) || (strides is not null && strides.Length != length))
            throw new ArgumentException("begin, end and strides must have the same length, at most 32.");
        if (ellipsis != 0 && (ellipsis & (ellipsis - 1)) != 0) throw new ArgumentException("only one ellipsis is allowed.");

        int rank = input.Rank;
        long[] first = new long[rank], step = new long[rank], count = new long[rank];
        var result = new List<long>();
        int axis = 0;
        for (int i = 0; i < length; i++)
        {
            long bit = 1L << i;
            if ((ellipsis & bit) != 0)
            {
                int after = 0;
                for (int j = i + 1; j < length; j++) if ((newAxis & (1L << j)) == 0) after++;
                while (axis < rank - after) TakeAll();
            }
            else if ((newAxis & bit) != 0) result.Add(1);
            else if (axis == rank) throw new ArgumentException($"{length} indices are too many for the shape {input}.");
            else
            {
                bool shrinks = (shrink & bit) != 0;
                var (from, taken) = Entry(input[axis], begin?[i], end?[i], strides?[i], (beginMask & bit) != 0, (endMask & bit) != 0, shrinks, axis);
                (first[axis], step[axis], count[axis]) = (from, strides?[i] ?? 1, taken);
                if (!shrinks) result.Add(taken);
                axis++;
            }
        }
        while (axis < rank) TakeAll();
        return new() { Begin = first, Stride = step, Count = count, Result = Shape.Create([.. result]) };

        void TakeAll()
        {
            (first[axis], step[axis], count[axis]) = (0, 1, input[axis]);
            result.Add(input[axis++]);
        }
    }

    private static (long Begin, long Count) Entry(long size, long? begin, long? end, long? stride, bool fromEdge, bool toEdge, bool shrinks, int axis)
    {
        if (stride == 0) throw new ArgumentException($"the stride of axis {axis} is 0.");
        if (shrinks)
        {
            if (stride is <= 0) throw new ArgumentException($"a single index takes a positive stride; axis {axis} has {stride}.");
            if (begin is not { } index || size < 0) return (0, 1);
            long at = index < 0 ? index + size : index;
            return at >= 0 && at < size ? (at, 1) : throw new ArgumentException($"slice index {index} of axis {axis} is out of bounds: its size is {size}.");
        }
        if (size < 0 || stride is not { } by || (begin is null && !fromEdge) || (end is null && !toEdge))
            return (0, fromEdge && toEdge && stride is 1 or -1 ? size : -1);
        long from = fromEdge ? (by > 0 ? 0 : size - 1) : Clamp(begin!.Value, size, by);
        long to = toEdge ? (by > 0 ? size : -1) : Clamp(end!.Value, size, by);
        long span = by > 0 ? to - from : from - to;
        // The stride's magnitude is taken as unsigned: the most negative one has no positive counterpart.
        ulong magnitude = by > 0 ? (ulong)by : (ulong)-(by + 1) + 1;
        return (from, span <= 0 ? 0 : (long)(((ulong)span - 1) / magnitude) + 1);
    }

    private static long Clamp(long index, long size, long stride)
    {
        if (index < 0) index += size;
        return stride > 0 ? Math.Clamp(index, 0, size) : Math.Clamp(index, -1, size - 1);
    }
}
