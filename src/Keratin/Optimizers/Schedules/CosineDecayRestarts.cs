using Keratin.Serialization;

namespace Keratin.Optimizers.Schedules;

/// <summary>A rate that falls along half a cosine wave again and again. Keras: <c>keras.optimizers.schedules.CosineDecayRestarts</c>.</summary>
[KerasObject("CosineDecayRestarts")]
public sealed partial class CosineDecayRestarts(double initialLearningRate, double firstDecaySteps, double tMul = 2, double mMul = 1, double alpha = 0) : LearningRateSchedule
{
    /// <summary>The rate at the start.</summary>
    [Config]
    public double InitialLearningRate { get; } = initialLearningRate;

    /// <summary>How many steps the first fall takes.</summary>
    [Config]
    public double FirstDecaySteps { get; } = firstDecaySteps;

    /// <summary>How much longer each fall is than the one before.</summary>
    [Config("t_mul")]
    public double TMul { get; } = tMul;

    /// <summary>What the start of each fall is of the one before.</summary>
    [Config("m_mul")]
    public double MMul { get; } = mMul;

    /// <summary>The lowest rate, as a share of the initial one.</summary>
    [Config]
    public double Alpha { get; } = alpha;

    /// <summary>The name; Keras 2 has none unless given.</summary>
    [Config]
    public string? Name { get; init; } = DefaultName("CosineDecayRestarts");

    /// <inheritdoc/>
    public override Tensor Apply(Tensor step)
    {
        var completed = AsFloat(step) / FirstDecaySteps;
        Tensor restarts;
        if (TMul == 1)
        {
            restarts = Ops.Floor(completed);
            completed -= restarts;
        }
        else
        {
            restarts = Ops.Floor(Ops.Log(1.0 - completed * (1 - TMul)) / MathF.Log((float)TMul));
            var length = Ops.Pow((float)TMul, restarts);
            completed = (completed - (1.0 - length) / (1 - TMul)) / length;
        }
        var cosine = 0.5 * Ops.Pow((float)MMul, restarts) * (1.0 + Ops.Cos(Math.PI * completed));
        return InitialLearningRate * ((1 - Alpha) * cosine + Alpha);
    }
}
