using Keratin.Serialization;

namespace Keratin.Optimizers.Schedules;

/// <summary>A learning rate as a function of the step (<c>keras.optimizers.schedules.LearningRateSchedule</c>).</summary>
[KerasObject(Module = "keras.optimizers.schedules")]
public abstract partial class LearningRateSchedule : KerasObject
{
    /// <summary>The rate at a step, a float32 scalar.</summary>
    /// <param name="step">The number of steps done, an integer scalar.</param>
    public abstract Tensor Apply(Tensor step);

    private protected static string? DefaultName(string name) => Dialects.Current == Dialect.Keras3 ? name : null;

    private protected static Tensor AsFloat(Tensor step) => Ops.Cast(step, DType.Float32);
}
