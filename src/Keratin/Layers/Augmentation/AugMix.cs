using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Mixes several chains of random changes into images while training. Keras 3: <c>keras.layers.AugMix</c>. Models that have it are read, run and written; training with it is refused.</summary>
[KerasObject("AugMix")]
public sealed partial class AugMix : InferenceAugmentation
{
    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };

    /// <summary>The number of chains.</summary>
    [Config]
    public int NumChains { get; init; } = 3;

    /// <summary>The number of changes in a chain.</summary>
    [Config]
    public int ChainDepth { get; init; } = 3;

    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 0.3 };

    /// <summary>The parameter of the distribution that weights are drawn from.</summary>
    [Config]
    public double Alpha { get; init; } = 1;

    /// <summary>Whether all kinds of changes are used.</summary>
    [Config]
    public bool AllOps { get; init; } = true;

    /// <summary>What is put between pixels.</summary>
    [Config]
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;
}
