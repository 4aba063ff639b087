using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Sets inputs to zero at random while training, and scales the others up so that the sum is kept. Keras: <c>keras.layers.Dropout</c>.</summary>
/// <param name="rate">The share of inputs that become zero, from 0 up to 1.</param>
[KerasObject("Dropout")]
public sealed partial class Dropout(double rate) : NoiseLayer
{
    /// <summary>The share of inputs that become zero.</summary>
    [Config]
    public double Rate { get; } = Rate01(rate);

    /// <summary>The shape of the mask, broadcast over the inputs; a size of -1 is the input's.</summary>
    [Config]
    public Shape? NoiseShape { get; init; }

    private protected override bool IsActive => Rate > 0;

    private protected override Tensor Disturb(Tensor inputs, SeedGenerator generator) => RandomMask.Drop(inputs, Rate, NoiseShape, generator);
}
