namespace Keratin.Gradients;

/// <summary>What gradients of all families ask about shapes: a constant where tracing knows the shape, an op where it does not.</summary>
internal static class GradientShapes
{
    /// <summary>The shape of a tensor as an integer vector.</summary>
    public static Tensor ShapeOf(Tensor tensor) => tensor.Shape.IsFullyDefined ? Vector(tensor.Shape.Dims) : Ops.Shape(tensor);

    /// <summary>A tensor under the shape of another that has as many elements.</summary>
    public static Tensor ReshapeLike(Tensor tensor, Tensor like) =>
        like.Shape.IsFullyDefined && tensor.Shape == like.Shape ? tensor : Ops.Reshape(tensor, ShapeOf(like));

    /// <summary>Sizes as an int32 vector, int64 if one does not fit.</summary>
    public static EagerTensor Vector(ReadOnlySpan<long> dims)
    {
        foreach (long dim in dims)
            if (dim > int.MaxValue) return Tensor.From(dims);
        var narrow = new int[dims.Length];
        for (int i = 0; i < narrow.Length; i++) narrow[i] = (int)dims[i];
        return Tensor.From(narrow);
    }

    /// <summary>Some neighbouring elements of an integer vector; the bounds are vectors of one element, the end null for the vector's own.</summary>
    public static Tensor Part(Tensor vector, Tensor start, Tensor? end) =>
        Ops.StridedSlice(vector, start, end ?? start, Tensor.From([1]), endMask: end is null ? 1 : 0);

    /// <summary>One element of an integer vector.</summary>
    public static Tensor Element(Tensor vector, int index) =>
        Ops.StridedSlice(vector, Tensor.From([index]), Tensor.From([index + 1]), Tensor.From([1]), shrinkAxisMask: 1);

    /// <summary>The gradient of an output that may have received none, as zeros.</summary>
    public static Tensor OrZeros(Tensor? gradient, Tensor output) => gradient ?? Ops.ZerosLike(output);

    /// <summary>A number of a tensor's dtype.</summary>
    public static Tensor Number(double value, DType dtype)
    {
        if (dtype == DType.Float32) return Tensor.Scalar((float)value);
        // At once, also while tracing: the graph gets a constant.
        using (Graphs.FunctionGraph.Suspend()) return Ops.Cast(Tensor.Scalar(value), dtype);
    }

    /// <summary>A number of the dtype of a tensor.</summary>
    public static Tensor Number(double value, Tensor like) => Number(value, like.DType);

    /// <summary>The complex conjugate; a real tensor is its own.</summary>
    public static Tensor Conj(Tensor tensor) => tensor.DType.IsComplex() ? Ops.Conj(tensor) : tensor;
}
