using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Applies several random changes to images while training. Keras 3: <c>keras.layers.RandAugment</c>. Models that have it are read, run and written; training with it is refused.</summary>
[KerasObject("RandAugment")]
public sealed partial class RandAugment : InferenceAugmentation
{
    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };

    /// <summary>The number of changes.</summary>
    [Config]
    public int NumOps { get; init; } = 2;

    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 0.5 };

    /// <summary>What is put between pixels.</summary>
    [Config]
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;
}
