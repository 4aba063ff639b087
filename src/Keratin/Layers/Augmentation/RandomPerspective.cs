using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Tilts images at random while training. Keras 3: <c>keras.layers.RandomPerspective</c>. Models that have it are read, run and written; training with it is refused.</summary>
[KerasObject("RandomPerspective")]
public sealed partial class RandomPerspective : InferenceAugmentation
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The limits of the size of the change.</summary>
    [Config]
    public double Scale { get; init; } = 1;

    /// <summary>What is put between pixels.</summary>
    [Config]
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <summary>The value that is filled in.</summary>
    [Config]
    public double FillValue { get; init; } = 0;
}
