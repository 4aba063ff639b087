using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Changes how colourful images are at random while training. Keras 3: <c>keras.layers.RandomSaturation</c>.</summary>
[KerasObject("RandomSaturation")]
public sealed partial class RandomSaturation : AugmentationLayer
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var (low, high) = Limits(Factor, least: -1);
        var drawn = Draw(images, random, low, high);
        var factor = drawn / (Scalars.Like(images, 1) - drawn + Scalars.Like(images, 1e-7));
        return batch =>
        {
            var channels = Ops.Split(Ops.RGBToHSV(batch), 3, 3);
            var saturation = Clip(channels[1] * factor, ValueRange.Values[0], ValueRange.Values[1]);
            return Ops.HSVToRGB(Ops.ConcatV2([channels[0], saturation, channels[2]], 3));
        };
    }
}
