using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Takes colour out of images at random while training. Keras 3: <c>keras.layers.RandomColorDegeneration</c>.</summary>
[KerasObject("RandomColorDegeneration")]
public sealed partial class RandomColorDegeneration : AugmentationLayer
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
        var factor = Draw(images, random, low, high);
        return batch => Clip(batch + factor * (Grey(batch) - batch), ValueRange.Values[0], ValueRange.Values[1]);
    }
}
