namespace Keratin.Layers;

/// <summary>Images blurred by a bell-shaped kernel (<c>keras.ops.image.gaussian_blur</c>).</summary>
internal static class GaussianBlur
{
    /// <summary>The kernel, (rows, columns, 1, 1).</summary>
    public static Tensor Kernel(Tensor rows, Tensor columns, Tensor rowSigma, Tensor columnSigma)
    {
        Tensor alongRows = Line(rows, rowSigma), alongColumns = Line(columns, columnSigma);
        return Ops.Reshape(Ops.Reshape(alongColumns, new[] { -1, 1 }) * alongRows, Sizing.Shape(rows, columns, 1, 1));
    }

    public static Tensor Apply(Tensor images, Tensor kernel) =>
        Ops.DepthwiseConv2dNative(images, Ops.Tile(kernel, Sizing.Shape(1, 1, Sizing.Of(images, 3), 1)), [1L, 1, 1, 1], "SAME");

    private static Tensor Line(Tensor size, Tensor sigma)
    {
        var x = Ops.Cast(Ops.Range(0, size, 1), sigma.DType) - Ops.Cast(size - 1, sigma.DType) / Scalars.Like(sigma, 2);
        var bell = Ops.Exp(Scalars.Like(sigma, -0.5) * Ops.Square(x / sigma));
        return bell / Ops.Sum(bell, new[] { 0 }, keepDims: true);
    }
}
