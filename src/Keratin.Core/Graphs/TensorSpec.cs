namespace Keratin.Graphs;

/// <summary>Dtype and shape of a tensor without its value (<c>tf.TensorSpec</c>).</summary>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Shape, as far as known.</param>
/// <param name="Name">Name of the argument, if it has one.</param>
public readonly record struct TensorSpec(DType DType, Shape Shape, string? Name = null)
{
    /// <summary>The spec of a tensor.</summary>
    public static TensorSpec Of(Tensor tensor) => new(tensor.DType, tensor.Shape);
}
