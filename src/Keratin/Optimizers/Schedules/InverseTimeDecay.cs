using Keratin.Serialization;

namespace Keratin.Optimizers.Schedules;

/// <summary>A rate that falls with the inverse of time. Keras: <c>keras.optimizers.schedules.InverseTimeDecay</c>.</summary>
[KerasObject("InverseTimeDecay")]
public sealed partial class InverseTimeDecay(double initialLearningRate, double decaySteps, double decayRate, bool staircase = false) : LearningRateSchedule
{
    /// <summary>The rate at the start.</summary>
    [Config]
    public double InitialLearningRate { get; } = initialLearningRate;

    /// <summary>How many steps a decay takes.</summary>
    [Config]
    public double DecaySteps { get; } = decaySteps;

    /// <summary>How fast it falls.</summary>
    [Config]
    public double DecayRate { get; } = decayRate;

    /// <summary>Whether the rate only changes every so many steps.</summary>
    [Config]
    public bool Staircase { get; } = staircase;

    /// <summary>The name; Keras 2 has none unless given.</summary>
    [Config]
    public string? Name { get; init; } = DefaultName("InverseTimeDecay");

    /// <inheritdoc/>
    public override Tensor Apply(Tensor step)
    {
        var decays = AsFloat(step) / DecaySteps;
        return InitialLearningRate / (1.0 + DecayRate * (Staircase ? Ops.Floor(decays) : decays));
    }
}
