using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Ragged tensors as their values and, for each ragged axis, where rows begin and end (row splits).</summary>
internal static class Ragged
{
    /// <summary>A range for each row.</summary>
    public static EagerTensor[] Range(Operation operation, EagerTensor[] inputs)
    {
        long rows = 1;
        foreach (var input in inputs)
        {
            if (input.Rank > 1) throw new OpException(operation, "starts, limits and deltas must be scalars or vectors.");
            if (input.Rank == 1) rows = input.Shape[0];
        }
        foreach (var input in inputs)
            if (input.Rank == 1 && input.Shape[0] != rows) throw new OpException(operation, "starts, limits and deltas must be equally many.");
        var splits = new long[rows + 1];
        var parts = new List<EagerTensor>();
        for (long row = 0; row < rows; row++)
        {
            var bounds = Array.ConvertAll(inputs, input => input.Rank == 0 ? input : Eager.Call("GatherV2", [input, Tensor.Scalar(row), Tensor.Scalar(0)]));
            // A range against its direction is empty here, while Range calls it an error.
            var part = IsEmpty(operation, bounds) ? Tensor.Zeros([0], inputs[0].DType) : Eager.Call("Range", bounds);
            parts.Add(part);
            splits[row + 1] = splits[row] + part.Shape[0];
        }
        var values = parts.Count == 0 ? Tensor.Zeros([0], inputs[0].DType) : Eager.Call("ConcatV2", [.. parts, Tensor.Scalar(0)]);
        return [Eager.Integers(splits, operation.Attrs.Type("Tsplits")), values];
    }

    private static bool IsEmpty(Operation operation, EagerTensor[] bounds)
    {
        double[] numbers = Array.ConvertAll(bounds, static bound => Eager.Call("Cast", [bound], ("DstT", DType.Float64)).Item<double>());
        if (numbers[2] == 0) throw new OpException(operation, "delta is 0.");
        return numbers[2] > 0 ? numbers[0] >= numbers[1] : numbers[0] <= numbers[1];
    }

    /// <summary>Rows at indices, which may have more axes: they become further ragged axes.</summary>
    public static EagerTensor[] Gather(Operation operation, EagerTensor[] inputs)
    {
        var splitsType = inputs[0].DType;
        int levels = inputs.Length - 2;
        EagerTensor values = inputs[levels], indices = inputs[levels + 1];
        if (levels == 0) throw new OpException(operation, "needs at least one vector of row splits.");
        long[] rows = indices.WholeNumbers();
        var outputs = new List<EagerTensor>();
        // The axes of the indices but the last are uniform.
        long outer = 1;
        for (int i = 0; i < indices.Rank - 1; i++)
        {
            outer = checked(outer * indices.Shape[i]);
            var uniform = new long[outer + 1];
            for (long j = 0; j < uniform.Length; j++) uniform[j] = j * indices.Shape[i + 1];
            outputs.Add(Eager.Integers(uniform, splitsType));
        }
        for (int level = 0; level < levels; level++)
        {
            long[] splits = Splits(operation, inputs[level], inputs[level + 1].Shape is { Rank: > 0 } inner ? inner[0] - (level < levels - 1 ? 1 : 0) : 0), lengths = new long[rows.Length + 1];
            var next = new List<long>();
            for (int i = 0; i < rows.Length; i++)
            {
                if ((ulong)rows[i] >= (ulong)(splits.Length - 1)) throw new OpException(operation, $"index {rows[i]} is not within 0 … {splits.Length - 2}.");
                for (long j = splits[rows[i]]; j < splits[rows[i] + 1]; j++) next.Add(j);
                lengths[i + 1] = next.Count;
            }
            outputs.Add(Eager.Integers(lengths, splitsType));
            rows = next.ToArray();
        }
        outputs.Add(Eager.Call("GatherV2", [values, Tensor.From(rows), Tensor.Scalar(0)]));
        return [.. outputs];
    }

    /// <summary>The values with the index of each.</summary>
    public static EagerTensor[] ToSparse(Operation operation, EagerTensor[] inputs)
    {
        int levels = inputs.Length - 1;
        var values = inputs[levels];
        if (levels == 0 || values.Rank == 0) throw new OpException(operation, "needs row splits and values with at least one axis.");
        var inner = values.Shape[1..];
        int rank = levels + 1 + inner.Rank;
        var dims = new long[rank];
        // (row, place in the row) of each item of a level, from the outermost on.
        var paths = new List<long[]>();
        for (int level = 0; level < levels; level++)
        {
            long[] splits = Splits(operation, inputs[level], inputs[level + 1].Shape is { Rank: > 0 } items ? items[0] - (level < levels - 1 ? 1 : 0) : 0);
            if (level == 0) for (int row = 0; row < splits.Length - 1; row++) paths.Add([row]);
            if (splits.Length - 1 != paths.Count) throw new OpException(operation, $"the row splits of level {level} have {splits.Length - 1} rows; {paths.Count} are needed.");
            if (level == 0) dims[0] = paths.Count;
            var next = new List<long[]>();
            for (int row = 0; row < paths.Count; row++)
            {
                long length = splits[row + 1] - splits[row];
                dims[level + 1] = Math.Max(dims[level + 1], length);
                for (long j = 0; j < length; j++) next.Add([.. paths[row], j]);
            }
            paths = next;
        }
        long each = inner.ElementCount;
        long[] innerStrides = Moves.Strides(inner), indices = new long[paths.Count * each * rank];
        inner.Dims.CopyTo(dims.AsSpan(levels + 1));
        int at = 0;
        foreach (long[] path in paths)
            for (long element = 0; element < each; element++)
            {
                foreach (long index in path) indices[at++] = index;
                long rest = element;
                foreach (long stride in innerStrides) (indices[at++], rest) = Math.DivRem(rest, stride);
            }
        return [Tensor.From(indices, [paths.Count * each, rank]), values.WithShape([values.Shape.ElementCount]), Tensor.From(dims)];
    }

    /// <summary>Row splits, which must begin with 0, never fall, and end at the number of items that they split.</summary>
    internal static long[] Splits(Operation operation, EagerTensor tensor, long items)
    {
        long[] splits = Splits(operation, tensor);
        return splits[^1] == items ? splits : throw new OpException(operation, $"the row splits end at {splits[^1]}; there are {items} items.");
    }

    /// <summary>Row splits, which must begin with 0 and never fall.</summary>
    internal static long[] Splits(Operation operation, EagerTensor tensor)
    {
        long[] splits = tensor.WholeNumbers();
        if (tensor.Rank != 1 || splits.Length == 0 || splits[0] != 0) throw new OpException(operation, "row splits must be a vector that begins with 0.");
        for (int i = 1; i < splits.Length; i++)
            if (splits[i] < splits[i - 1]) throw new OpException(operation, $"row splits must not fall; number {i} is {splits[i]} after {splits[i - 1]}.");
        return splits;
    }
}
