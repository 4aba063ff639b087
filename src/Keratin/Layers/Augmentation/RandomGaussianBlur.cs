using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Blurs images at random while training. Keras 3: <c>keras.layers.RandomGaussianBlur</c>. Models that have it are read, run and written; training with it is refused.</summary>
[KerasObject("RandomGaussianBlur")]
public sealed partial class RandomGaussianBlur : InferenceAugmentation
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The size of the blur.</summary>
    [Config]
    public Sizes KernelSize { get; init; } = (3, 3);

    /// <summary>The limits of the width of the blur.</summary>
    [Config]
    public Numbers Sigma { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };
}
