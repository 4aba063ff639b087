using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Sharpens or softens images at random while training. Keras 3: <c>keras.layers.RandomSharpness</c>.</summary>
[KerasObject("RandomSharpness")]
public sealed partial class RandomSharpness : AugmentationLayer
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var (low, high) = Limits(Factor, least: 0);
        var blurred = Scalars.Like(images, 1) - Draw(images, random, low, high) * Scalars.Like(images, 2);
        const float Edge = 1 / 13f, Middle = 5 / 13f;
        var kernel = Ops.Cast(Tensor.From([Edge, Edge, Edge, Edge, Middle, Edge, Edge, Edge, Edge], [3, 3, 1, 1]), images.DType);
        return batch =>
        {
            var smooth = Ops.DepthwiseConv2dNative(batch, Ops.Tile(kernel, Sizing.Shape(1, 1, Sizing.Of(batch, 3), 1)), [1L, 1, 1, 1], "SAME");
            return Clip(batch + blurred * (smooth - batch), ValueRange.Values[0], ValueRange.Values[1]);
        };
    }
}
