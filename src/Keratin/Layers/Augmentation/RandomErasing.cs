using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Covers parts of images at random while training. Keras 3: <c>keras.layers.RandomErasing</c>. Models that have it are read, run and written; training with it is refused.</summary>
[KerasObject("RandomErasing")]
public sealed partial class RandomErasing : InferenceAugmentation
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The limits of the size of the change.</summary>
    [Config]
    public Numbers Scale { get; init; } = new[] { 0.02, 0.33 };

    /// <summary>The value that is filled in.</summary>
    [Config]
    public Numbers? FillValue { get; init; }

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };
}
