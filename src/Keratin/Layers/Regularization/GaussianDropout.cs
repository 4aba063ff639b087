using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Multiplies by normally distributed noise around 1 while training, of standard deviation <c>√(rate / (1 − rate))</c>. Keras: <c>keras.layers.GaussianDropout</c>.</summary>
/// <param name="rate">The share that <see cref="Dropout"/> would drop, from 0 to below 1.</param>
[KerasObject("GaussianDropout")]
public sealed partial class GaussianDropout(double rate) : NoiseLayer
{
    /// <summary>The share that <see cref="Dropout"/> would drop.</summary>
    [Config]
    public double Rate { get; } = Rate01(rate);

    private protected override bool IsActive => Rate is > 0 and < 1;

    private protected override Tensor Disturb(Tensor inputs, SeedGenerator generator) =>
        inputs * (Ops.StatelessRandomNormal(Ops.Shape(inputs), generator.Next(), inputs.DType) * Scalars.Like(inputs, Math.Sqrt(Rate / (1 - Rate))) + Scalars.Like(inputs, 1));
}
