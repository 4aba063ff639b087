using Keratin.Serialization;

namespace Keratin.Optimizers.Schedules;

/// <summary>A rate that is multiplied by the same factor every so many steps. Keras: <c>keras.optimizers.schedules.ExponentialDecay</c>.</summary>
[KerasObject("ExponentialDecay")]
public sealed partial class ExponentialDecay(double initialLearningRate, double decaySteps, double decayRate, bool staircase = false) : LearningRateSchedule
{
    /// <summary>The rate at the start.</summary>
    [Config]
    public double InitialLearningRate { get; } = initialLearningRate;

    /// <summary>How many steps a decay takes.</summary>
    [Config]
    public double DecaySteps { get; } = decaySteps;

    /// <summary>The factor.</summary>
    [Config]
    public double DecayRate { get; } = decayRate;

    /// <summary>Whether the rate only changes every so many steps.</summary>
    [Config]
    public bool Staircase { get; } = staircase;

    /// <summary>The name; Keras 2 has none unless given.</summary>
    [Config]
    public string? Name { get; init; } = DefaultName("ExponentialDecay");

    /// <inheritdoc/>
    public override Tensor Apply(Tensor step)
    {
        var decays = AsFloat(step) / DecaySteps;
        return InitialLearningRate * Ops.Pow((float)DecayRate, Staircase ? Ops.Floor(decays) : decays);
    }
}
