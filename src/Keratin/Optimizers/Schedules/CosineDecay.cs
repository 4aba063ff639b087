using Keratin.Serialization;

namespace Keratin.Optimizers.Schedules;

/// <summary>A rate that falls along half a cosine wave, after a straight rise if wanted. Keras: <c>keras.optimizers.schedules.CosineDecay</c>.</summary>
[KerasObject("CosineDecay")]
public sealed partial class CosineDecay(double initialLearningRate, double decaySteps, double alpha = 0, double? warmupTarget = null, double warmupSteps = 0) : LearningRateSchedule
{
    /// <summary>The rate at the start.</summary>
    [Config]
    public double InitialLearningRate { get; } = initialLearningRate;

    /// <summary>How many steps a decay takes.</summary>
    [Config]
    public double DecaySteps { get; } = decaySteps;

    /// <summary>The rate at the end, as a share of the one that the fall starts from.</summary>
    [Config]
    public double Alpha { get; } = alpha;

    /// <summary>What the rate rises to first.</summary>
    [Config]
    public double? WarmupTarget { get; } = warmupTarget;

    /// <summary>How many steps the rise takes.</summary>
    [Config]
    public double WarmupSteps { get; } = warmupSteps;

    /// <summary>The name; Keras 2 has none unless given.</summary>
    [Config]
    public string? Name { get; init; } = DefaultName("CosineDecay");

    /// <inheritdoc/>
    public override Tensor Apply(Tensor step)
    {
        var now = AsFloat(step);
        if (WarmupTarget is not { } target) return Decay(Ops.Minimum(now, (float)DecaySteps), InitialLearningRate);
        now = Ops.Minimum(now, (float)(DecaySteps + WarmupSteps));
        return Ops.SelectV2(
            now < WarmupSteps,
            (target - InitialLearningRate) * (now / WarmupSteps) + InitialLearningRate,
            Decay(now - WarmupSteps, target));
    }

    private Tensor Decay(Tensor step, double from) => from * ((1 - Alpha) * (0.5 * (1.0 + Ops.Cos(Math.PI * (step / DecaySteps)))) + Alpha);
}
