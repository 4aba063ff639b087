namespace Keratin.Layers;

/// <summary>Vectors scaled to length 1, with each generation's way of leaving zeros alone.</summary>
internal static class UnitLength
{
    /// <summary>As <c>tf.linalg.l2_normalize</c>.</summary>
    public static Tensor Keras2(Tensor x, int[] axes) =>
        x * Ops.Rsqrt(Ops.Maximum(Ops.Sum(Ops.Square(x), axes, keepDims: true), Scalars.Like(x, 1e-12)));

    /// <summary>As <c>keras.ops.normalize</c>.</summary>
    public static Tensor Keras3(Tensor x, int[] axes, double epsilon = 1e-7) =>
        x * Ops.Minimum(Ops.Rsqrt(Ops.Sum(Ops.Square(x), axes, keepDims: true)), Scalars.Like(x, 1 / epsilon));
}
