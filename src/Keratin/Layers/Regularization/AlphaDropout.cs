using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>
/// Sets inputs at random to what selu tends to, then scales and shifts so that mean and variance are kept: dropout for self-normalising
/// networks. Keras: <c>keras.layers.AlphaDropout</c>.
/// </summary>
/// <param name="rate">The share of inputs that are set, from 0 to below 1.</param>
[KerasObject("AlphaDropout")]
public sealed partial class AlphaDropout(double rate) : NoiseLayer
{
    // Where selu ends: minus its scale times its alpha.
    private const double Limit = -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717;

    /// <summary>The share of inputs that are set.</summary>
    [Config]
    public double Rate { get; } = Rate01(rate);

    /// <summary>The shape of the mask, broadcast over the inputs; a size of -1 is the input's (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public Shape? NoiseShape { get; init; }

    private protected override bool IsActive => Rate is > 0 and < 1;

    private protected override Tensor Disturb(Tensor inputs, SeedGenerator generator)
    {
        var kept = RandomMask.Kept(inputs, Rate, NoiseShape, generator);
        double scale = 1 / Math.Sqrt((1 - Rate) * (1 + Rate * Limit * Limit));
        return (inputs * kept + Limit * (1.0 - kept)) * scale - scale * Limit * Rate;
    }
}
