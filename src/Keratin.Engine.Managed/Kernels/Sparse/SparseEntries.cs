using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Ops that order, renumber, join and pick the entries of sparse tensors.</summary>
internal static class SparseEntries
{
    /// <summary>Entries in row-major order of their indices.</summary>
    public static EagerTensor[] Reorder(Operation operation, EagerTensor[] inputs)
    {
        long[] indices = Indices(operation, inputs[0], inputs[2]);
        int rank = (int)inputs[0].Shape[1];
        return Take(inputs[0], inputs[1], Order(indices, rank));
    }

    /// <summary>Indices into another shape with as many elements.</summary>
    public static EagerTensor[] Reshape(Operation operation, EagerTensor[] inputs)
    {
        long[] from = inputs[1].WholeNumbers(), to = inputs[2].WholeNumbers(), indices = Indices(operation, inputs[0], inputs[1]);
        long total = Product(from), known = 1;
        int free = -1;
        for (int i = 0; i < to.Length; i++)
        {
            if (to[i] >= 0) known = checked(known * to[i]);
            else if (to[i] != -1 || free >= 0) throw new OpException(operation, "sizes must be 0 or more; one may be -1.");
            else free = i;
        }
        if (free >= 0) to[free] = known > 0 && total % known == 0 ? total / known : throw new OpException(operation, $"{total} elements can't be reshaped to a multiple of {known}.");
        else if (known != total) throw new OpException(operation, $"{total} elements can't become {known}.");

        int count = (int)inputs[0].Shape[0];
        long[] oldStrides = Moves.Strides(from), newStrides = Moves.Strides(to), renumbered = new long[count * to.Length];
        for (int i = 0; i < count; i++)
        {
            long place = 0;
            for (int j = 0; j < from.Length; j++) place += indices[i * from.Length + j] * oldStrides[j];
            for (int j = 0; j < to.Length; j++) (renumbered[i * to.Length + j], place) = Math.DivRem(place, newStrides[j]);
        }
        return [Tensor.From(renumbered, [count, to.Length]), Tensor.From(to)];
    }

    /// <summary>Sparse tensors joined along an axis.</summary>
    public static EagerTensor[] Concat(Operation operation, EagerTensor[] inputs)
    {
        int parts = inputs.Length / 3;
        if (parts == 0) throw new OpException(operation, "needs at least one tensor to join.");
        long[] shape = inputs[2 * parts].WholeNumbers();
        long given = operation.Attrs.Int("concat_dim"), offset = 0;
        if (given < -shape.Length || given >= shape.Length) throw new OpException(operation, $"axis {given} is out of range for {shape.Length} axes.");
        int axis = Moves.Axis(given, shape.Length);
        var all = new List<long>();
        for (int i = 0; i < parts; i++)
        {
            long[] own = inputs[2 * parts + i].WholeNumbers(), indices = Indices(operation, inputs[i], inputs[2 * parts + i]);
            for (int j = 0; j < shape.Length; j++)
                if (own.Length != shape.Length || (j != axis && own[j] != shape[j])) throw new OpException(operation, $"shapes {Keratin.Shape.Create(shape)} and {Keratin.Shape.Create(own)} can't be joined along axis {axis}.");
            for (int j = axis; j < indices.Length; j += shape.Length) indices[j] += offset;
            all.AddRange(indices);
            offset = checked(offset + own[axis]);
        }
        shape[axis] = offset;
        long[] joined = all.ToArray();
        var values = parts == 1 ? inputs[1] : Eager.Call("ConcatV2", [.. inputs[parts..(2 * parts)], Tensor.Scalar(0)]);
        return [.. Take(Tensor.From(joined, [joined.Length / shape.Length, shape.Length]), values, Order(joined, shape.Length)), Tensor.From(shape)];
    }

    /// <summary>The entries within a block, numbered from its corner.</summary>
    public static EagerTensor[] Slice(Operation operation, EagerTensor[] inputs)
    {
        long[] indices = Indices(operation, inputs[0], inputs[2]), shape = inputs[2].WholeNumbers(), start = inputs[3].WholeNumbers(), size = inputs[4].WholeNumbers();
        int rank = shape.Length, count = (int)inputs[0].Shape[0];
        if (start.Length != rank || size.Length != rank) throw new OpException(operation, $"start and size take {rank} numbers.");
        for (int j = 0; j < rank; j++) size[j] = Math.Max(0, Math.Min(size[j], shape[j] - start[j]));
        var kept = new List<long>();
        for (int i = 0; i < count; i++)
        {
            bool inside = true;
            for (int j = 0; j < rank; j++)
            {
                long at = indices[i * rank + j] -= start[j];
                inside &= at >= 0 && at < size[j];
            }
            if (inside) kept.Add(i);
        }
        return [.. Take(Tensor.From(indices, [count, rank]), inputs[1], kept.ToArray()), Tensor.From(size)];
    }

    /// <summary>All indices of a sparse tensor, which must lie within its shape.</summary>
    internal static long[] Indices(Operation operation, EagerTensor indices, EagerTensor shape)
    {
        long[] all = indices.WholeNumbers(), dims = shape.WholeNumbers();
        if (indices.Rank != 2 || indices.Shape[1] != dims.Length) throw new OpException(operation, $"indices of shape {indices.Shape} don't fit a shape of {dims.Length} axes.");
        for (int i = 0; i < all.Length; i++)
            if ((ulong)all[i] >= (ulong)dims[i % dims.Length]) throw new OpException(operation, $"index {all[i]} of entry {i / dims.Length}, axis {i % dims.Length}, is not within 0 … {dims[i % dims.Length] - 1}.");
        return all;
    }

    internal static long Product(long[] dims)
    {
        long product = 1;
        foreach (long dim in dims) product = checked(product * dim);
        return product;
    }

    internal static EagerTensor[] Take(EagerTensor indices, EagerTensor values, long[] entries)
    {
        var picked = Tensor.From(entries);
        return [Eager.Call("GatherV2", [indices, picked, Tensor.Scalar(0)]), Eager.Call("GatherV2", [values, picked, Tensor.Scalar(0)])];
    }

    private static long[] Order(long[] indices, int rank)
    {
        var order = new long[rank == 0 ? 0 : indices.Length / rank];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (a, b) =>
        {
            int difference = indices.AsSpan((int)a * rank, rank).SequenceCompareTo(indices.AsSpan((int)b * rank, rank));
            return difference != 0 ? difference : a.CompareTo(b);
        });
        return order;
    }
}
