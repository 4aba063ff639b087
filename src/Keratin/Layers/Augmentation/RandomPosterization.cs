using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Keeps a random number of bits of each value while training. Keras 3: <c>keras.layers.RandomPosterization</c>. Models that have it are read, run and written; training with it is refused.</summary>
[KerasObject("RandomPosterization")]
public sealed partial class RandomPosterization : InferenceAugmentation
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 1.0, 8.0 };

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };
}
