using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>RaggedTensorToTensor: rows filled up with a default, or cut, to one length for each axis.</summary>
internal static class RaggedToTensor
{
    public static EagerTensor[] Run(Operation operation, EagerTensor[] inputs)
    {
        EagerTensor shape = inputs[0], values = inputs[1], filler = inputs[2];
        var partitions = Partitions(operation, inputs, out long rowCount);
        int levels = partitions.Count;
        long[] wanted = shape.Rank == 0 ? [] : shape.WholeNumbers();
        if (shape.Rank == 0 && shape.Integers() is not [-1]) throw new OpException(operation, "the shape must be a vector, or -1 for any.");
        if (values.Rank == 0) throw new OpException(operation, "values must have at least one axis.");
        if (wanted.Length > 0 && wanted.Length != levels + values.Rank) throw new OpException(operation, $"a shape of {wanted.Length} axes was asked for; {levels + values.Rank} are there.");
        var inner = values.Shape[1..];
        for (int i = 0; i < inner.Rank && wanted.Length > 0; i++)
            if (wanted[levels + 1 + i] >= 0 && wanted[levels + 1 + i] != inner[i]) throw new OpException(operation, $"the inner shape {inner} does not fit the shape asked for.");

        var dims = new long[levels + 1];
        for (int i = 0; i <= levels; i++) dims[i] = wanted.Length > 0 && wanted[i] >= 0 ? wanted[i] : i == 0 ? rowCount : Longest(partitions[i - 1]);
        long[] strides = Moves.Strides(dims), places = new long[rowCount];
        for (long row = 0; row < rowCount; row++) places[row] = row < dims[0] ? row * strides[0] : -1;
        for (int level = 0; level < levels; level++) places = Descend(operation, partitions[level], places, dims[level + 1], strides[level + 1]);
        if (places.Length != values.Shape[0]) throw new OpException(operation, $"the row partitions tell of {places.Length} values; there are {values.Shape[0]}.");

        // Element 0 is the default, then come the values: the output picks among them.
        long size = SparseEntries.Product(dims);
        var picks = new long[size];
        for (int i = 0; i < places.Length; i++)
            if (places[i] >= 0) picks[places[i]] = i + 1;
        var first = Eager.Call("BroadcastTo", [filler, Tensor.From(inner.Prepend(1).ToArray())]);
        var all = Eager.Call("ConcatV2", [first, values, Tensor.Scalar(0)]);
        var picked = Eager.Call("GatherV2", [all, Tensor.From(picks), Tensor.Scalar(0)]);
        return [picked.WithShape(Shape.Create(dims).Concat(inner))];
    }

    // Each partition as the lengths of its rows.
    private static List<long[]> Partitions(Operation operation, EagerTensor[] inputs, out long rowCount)
    {
        var types = Array.ConvertAll(operation.Attrs["row_partition_types"].Strings, System.Text.Encoding.UTF8.GetString);
        if (types.Length == 0 || types.Length != inputs.Length - 3) throw new OpException(operation, $"{types.Length} row_partition_types were given for {inputs.Length - 3} tensors.");
        var lengths = new List<long[]>();
        rowCount = -1;
        for (int i = 0; i < types.Length; i++)
        {
            var partition = inputs[3 + i];
            switch (types[i])
            {
                case "ROW_SPLITS":
                    long[] splits = Ragged.Splits(operation, partition);
                    lengths.Add(new long[splits.Length - 1]);
                    for (int row = 0; row < splits.Length - 1; row++) lengths[^1][row] = splits[row + 1] - splits[row];
                    break;
                case "FIRST_DIM_SIZE" when i == 0 && partition.Integers() is [>= 0 and var size]:
                    rowCount = size;
                    continue;
                case "VALUE_ROWIDS" when i > 0:
                    long rows = lengths.Count > 0 ? Sum(lengths[^1]) : rowCount;
                    lengths.Add(Count(operation, partition.WholeNumbers(), rows));
                    break;
                default:
                    throw new OpException(operation, $"row partition {i} of type {types[i]} is not allowed there.");
            }
            if (rowCount < 0) rowCount = lengths[0].Length;
        }
        // Each partition splits the rows of the next, the last one the values.
        for (int i = 0; i < lengths.Count; i++)
        {
            long items = i + 1 < lengths.Count ? lengths[i + 1].Length : inputs[1].Shape is { Rank: > 0 } values ? values[0] : 0;
            if (Sum(lengths[i]) != items) throw new OpException(operation, $"row partition {i} splits {Sum(lengths[i])} items; there are {items}.");
        }
        return lengths;
    }

    private static long[] Count(Operation operation, long[] rowIds, long rows)
    {
        var counts = new long[rows];
        long previous = 0;
        foreach (long id in rowIds)
        {
            if (id < previous || id >= rows) throw new OpException(operation, $"row ids must rise from 0 to {rows - 1}; {id} follows {previous}.");
            counts[previous = id]++;
        }
        return counts;
    }

    private static long[] Descend(Operation operation, long[] lengths, long[] parents, long width, long stride)
    {
        if (lengths.Length != parents.Length) throw new OpException(operation, $"a row partition has {lengths.Length} rows; {parents.Length} are needed.");
        var places = new long[Sum(lengths)];
        int at = 0;
        for (int row = 0; row < lengths.Length; row++)
            for (long j = 0; j < lengths[row]; j++) places[at++] = parents[row] >= 0 && j < width ? parents[row] + j * stride : -1;
        return places;
    }

    private static long Longest(long[] lengths)
    {
        long longest = 0;
        foreach (long length in lengths) longest = Math.Max(longest, length);
        return longest;
    }

    private static long Sum(long[] lengths)
    {
        long sum = 0;
        foreach (long length in lengths) sum = checked(sum + length);
        return sum;
    }
}
