using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What layers have in common that disturb their inputs at random while training, and pass them on otherwise.</summary>
[KerasObject]
public abstract partial class NoiseLayer : Layer
{
    private SeedGenerator? generator;

    private protected NoiseLayer()
    {
    }

    /// <summary>Makes the choice reproducible.</summary>
    [Config]
    public int? Seed { get; init; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool HasBuildStep => false;

    /// <summary>Whether there is anything to disturb.</summary>
    private protected abstract bool IsActive { get; }

    /// <summary>The disturbed inputs.</summary>
    private protected abstract Tensor Disturb(Tensor inputs, SeedGenerator generator);

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (IsActive) generator = AddGenerator(Seed);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => context.Training && generator is not null ? Disturb(inputs, generator) : inputs;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <summary>A rate, checked.</summary>
    private protected static double Rate01(double rate) =>
        rate is >= 0 and <= 1 ? rate : throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate must lie between 0 and 1.");
}
