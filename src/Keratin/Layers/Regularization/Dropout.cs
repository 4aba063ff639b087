using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Sets inputs to zero at random while training, and scales the others up so that the sum is kept. Keras: <c>keras.layers.Dropout</c>.</summary>
/// <param name="rate">The share of inputs that become zero, from 0 up to 1.</param>
[KerasObject("Dropout")]
public sealed partial class Dropout(double rate) : Layer
{
    private SeedGenerator? generator;

    /// <summary>The share of inputs that become zero.</summary>
    [Config]
    public double Rate { get; } = rate is >= 0 and <= 1 ? rate : throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate must lie between 0 and 1.");

    /// <summary>The shape of the mask, broadcast over the inputs; a size of -1 is the input's.</summary>
    [Config]
    public Shape? NoiseShape { get; init; }

    /// <summary>Makes the choice reproducible.</summary>
    [Config]
    public int? Seed { get; init; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (Rate == 0) return;
        generator = new SeedGenerator(Seed ?? Randomness.NextSeed());
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) =>
        context.Training && generator is not null ? RandomMask.Drop(inputs, Rate, NoiseShape, generator) : inputs;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
