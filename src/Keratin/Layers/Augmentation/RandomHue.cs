using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Turns the colours of images at random while training. Keras 3: <c>keras.layers.RandomHue</c>.</summary>
[KerasObject("RandomHue")]
public sealed partial class RandomHue : AugmentationLayer
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
        var side = Ops.SelectV2(Draw(images, random, 0, 1) > Scalars.Like(images, 0.5), Scalars.Like(images, -1), Scalars.Like(images, 1));
        var turn = side * Draw(images, random, low, high) * Scalars.Like(images, 0.5);
        double least = ValueRange.Values[0], most = ValueRange.Values[1];
        return batch =>
        {
            var channels = Ops.Split(Ops.RGBToHSV(Convert(batch, least, most, 0, 1)), 3, 3);
            Tensor hue = channels[0] + turn, one = Scalars.Like(batch, 1);
            hue = Ops.SelectV2(hue > one, hue - one, hue);
            hue = Ops.SelectV2(hue < Scalars.Like(batch, 0), hue + one, hue);
            return Convert(Clip(Ops.HSVToRGB(Ops.ConcatV2([hue, channels[1], channels[2]], 3)), 0, 1), 0, 1, least, most);
        };
    }
}
