namespace Keratin.Layers;

/// <summary>Products that several layers share.</summary>
internal static class LinearAlgebra
{
    /// <summary>Contracts the inputs' last axis with the kernel's first: a matrix product of all leading axes at once.</summary>
    public static Tensor LastAxisProduct(Tensor inputs, Tensor kernel)
    {
        if (inputs.Rank == 2) return Ops.MatMul(inputs, kernel);
        var rows = Ops.MatMul(Ops.Reshape(inputs, new[] { -1, (int)kernel.Shape[0] }), kernel);
        var result = Ops.Reshape(rows, OutputShape(inputs, kernel.Shape[1]));
        return result;
    }

    private static Tensor OutputShape(Tensor inputs, long units)
    {
        var shape = inputs.Shape[..^1].Append(units);
        int open = 0;
        foreach (long dim in shape.Dims) if (dim < 0) open++;
        // One open size can be left to Reshape; more must be read from the tensor when it runs.
        if (open <= 1) return Array.ConvertAll(shape.ToArray(), static dim => (int)dim);
        var leading = Ops.StridedSlice(Ops.Shape(inputs), new[] { 0 }, new[] { -1 }, new[] { 1 });
        return Ops.ConcatV2([leading, new[] { (int)units }], 0);
    }
}
