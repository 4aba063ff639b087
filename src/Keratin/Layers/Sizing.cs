namespace Keratin.Layers;

/// <summary>Sizes that ops take: numbers where they are known when a function is traced, else tensors that are read when it runs.</summary>
internal static class Sizing
{
    /// <summary>The size of an axis, int32.</summary>
    public static Tensor Of(Tensor x, int axis)
    {
        if (axis < 0) axis += x.Rank;
        return x.Shape[axis] is >= 0 and var size ? checked((int)size)
            : Ops.StridedSlice(Ops.Shape(x), new[] { axis }, new[] { axis + 1 }, new[] { 1 }, shrinkAxisMask: 1);
    }

    /// <summary>The sizes of all axes.</summary>
    public static Tensor[] Of(Tensor x)
    {
        var sizes = new Tensor[x.Rank];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = Of(x, i);
        return sizes;
    }

    /// <summary>A shape as ops take it.</summary>
    public static Tensor Shape(params ReadOnlySpan<Tensor> sizes)
    {
        if (!AllKnown(sizes)) return Ops.Pack(sizes);
        var known = new int[sizes.Length];
        for (int i = 0; i < known.Length; i++) known[i] = sizes[i].Item<int>();
        return known;
    }

    /// <summary>The product of sizes.</summary>
    public static Tensor Product(params ReadOnlySpan<Tensor> sizes)
    {
        if (AllKnown(sizes))
        {
            int product = 1;
            foreach (var size in sizes) product = checked(product * size.Item<int>());
            return product;
        }
        var result = sizes[0];
        for (int i = 1; i < sizes.Length; i++) result *= sizes[i];
        return result;
    }

    /// <summary>Another shape for the same elements; one size that is not known is left to the op.</summary>
    public static Tensor Reshape(Tensor x, params ReadOnlySpan<Tensor> sizes)
    {
        int open = -1, count = 0;
        for (int i = 0; i < sizes.Length; i++)
            if (!sizes[i].HasValue) (open, count) = (i, count + 1);
        if (count != 1 || HasZero(sizes)) return Ops.Reshape(x, Shape(sizes));
        var shape = new int[sizes.Length];
        for (int i = 0; i < shape.Length; i++) shape[i] = i == open ? -1 : sizes[i].Item<int>();
        return Ops.Reshape(x, shape);
    }

    /// <summary>Each element of an axis several times in a row.</summary>
    public static Tensor Repeat(Tensor x, int axis, int times)
    {
        var multiples = new int[x.Rank + 1];
        Array.Fill(multiples, 1);
        multiples[axis + 1] = times;
        var sizes = Of(x);
        sizes[axis] = Product(sizes[axis], times);
        return Reshape(Ops.Tile(Ops.ExpandDims(x, axis + 1), multiples), sizes);
    }

    private static bool AllKnown(ReadOnlySpan<Tensor> sizes)
    {
        foreach (var size in sizes)
            if (!size.HasValue) return false;
        return true;
    }

    private static bool HasZero(ReadOnlySpan<Tensor> sizes)
    {
        foreach (var size in sizes)
            if (size.HasValue && size.Item<int>() == 0) return true;
        return false;
    }
}
