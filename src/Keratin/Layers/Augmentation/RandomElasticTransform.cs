using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Bends images at random while training. Keras 3: <c>keras.layers.RandomElasticTransform</c>. Models that have it are read, run and written; training with it is refused.</summary>
[KerasObject("RandomElasticTransform")]
public sealed partial class RandomElasticTransform : InferenceAugmentation
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The limits of the size of the change.</summary>
    [Config]
    public Numbers Scale { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>What is put between pixels.</summary>
    [Config]
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <summary>What is put beyond the border.</summary>
    [Config]
    public FillMode FillMode { get; init; } = FillMode.Reflect;

    /// <summary>The value that is filled in.</summary>
    [Config]
    public double FillValue { get; init; } = 0;

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };
}
