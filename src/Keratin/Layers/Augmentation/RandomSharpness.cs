using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Sharpens or softens images at random while training. Keras 3: <c>keras.layers.RandomSharpness</c>. Models that have it are read, run and written; training with it is refused.</summary>
[KerasObject("RandomSharpness")]
public sealed partial class RandomSharpness : InferenceAugmentation
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };
}
