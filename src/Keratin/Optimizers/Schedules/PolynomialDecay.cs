using Keratin.Serialization;

namespace Keratin.Optimizers.Schedules;

/// <summary>A rate that falls to another along a power of the time. Keras: <c>keras.optimizers.schedules.PolynomialDecay</c>.</summary>
[KerasObject("PolynomialDecay")]
public sealed partial class PolynomialDecay(double initialLearningRate, double decaySteps, double endLearningRate = 0.0001, double power = 1, bool cycle = false) : LearningRateSchedule
{
    /// <summary>The rate at the start.</summary>
    [Config]
    public double InitialLearningRate { get; } = initialLearningRate;

    /// <summary>How many steps a decay takes.</summary>
    [Config]
    public double DecaySteps { get; } = decaySteps;

    /// <summary>The rate at the end.</summary>
    [Config]
    public double EndLearningRate { get; } = endLearningRate;

    /// <summary>The power; 1 makes a straight line.</summary>
    [Config]
    public double Power { get; } = power;

    /// <summary>Whether the rate rises again after the end, over ever longer decays.</summary>
    [Config]
    public bool Cycle { get; } = cycle;

    /// <summary>The name; Keras 2 has none unless given.</summary>
    [Config]
    public string? Name { get; init; } = DefaultName("PolynomialDecay");

    /// <inheritdoc/>
    public override Tensor Apply(Tensor step)
    {
        var now = AsFloat(step);
        Tensor steps = (float)DecaySteps;
        if (Cycle) steps *= Ops.SelectV2(Ops.Equal(now, 0f), 1f, Ops.Ceil(now / DecaySteps));
        else now = Ops.Minimum(now, steps);
        return (InitialLearningRate - EndLearningRate) * Ops.Pow(1.0 - now / steps, (float)Power) + EndLearningRate;
    }
}
