using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Changes brightness, contrast, saturation and hue at random while training. Keras 3: <c>keras.layers.RandomColorJitter</c>. Models that have it are read, run and written; training with it is refused.</summary>
[KerasObject("RandomColorJitter")]
public sealed partial class RandomColorJitter : InferenceAugmentation
{
    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };

    /// <summary>The limits of the change of brightness.</summary>
    [Config]
    public Numbers? BrightnessFactor { get; init; }

    /// <summary>The limits of the change of contrast.</summary>
    [Config]
    public Numbers? ContrastFactor { get; init; }

    /// <summary>The limits of the change of saturation.</summary>
    [Config]
    public Numbers? SaturationFactor { get; init; }

    /// <summary>The limits of the change of hue.</summary>
    [Config]
    public Numbers? HueFactor { get; init; }
}
