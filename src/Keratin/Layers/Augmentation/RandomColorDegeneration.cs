using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Takes colour out of images at random while training. Keras 3: <c>keras.layers.RandomColorDegeneration</c>. Models that have it are read, run and written; training with it is refused.</summary>
[KerasObject("RandomColorDegeneration")]
public sealed partial class RandomColorDegeneration : InferenceAugmentation
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };
}
