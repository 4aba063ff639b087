using Keratin.Initializers;

namespace Keratin;

/// <summary>Constants that ops over a tensor need.</summary>
internal static class Scalars
{
    /// <summary>A number in the dtype of a tensor.</summary>
    public static Tensor Like(Tensor tensor, double value) => HostTensor.Filled(value, Shape.Scalar, tensor.DType);

    /// <summary>A number in a dtype.</summary>
    public static Tensor Like(DType dtype, double value) => HostTensor.Filled(value, Shape.Scalar, dtype);

    /// <summary>All axes of a tensor, as reductions take them.</summary>
    public static Tensor AllAxes(Tensor tensor)
    {
        if (!tensor.Shape.HasRank) return Ops.Range(0, Ops.Rank(tensor), 1);
        var axes = new int[tensor.Rank];
        for (int i = 0; i < axes.Length; i++) axes[i] = i;
        return axes;
    }
}
