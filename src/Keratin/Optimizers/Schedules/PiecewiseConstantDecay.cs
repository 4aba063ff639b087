using Keratin.Serialization;

namespace Keratin.Optimizers.Schedules;

/// <summary>A rate that changes at given steps. Keras: <c>keras.optimizers.schedules.PiecewiseConstantDecay</c>.</summary>
[KerasObject("PiecewiseConstantDecay")]
public sealed partial class PiecewiseConstantDecay(IReadOnlyList<double> boundaries, IReadOnlyList<double> values) : LearningRateSchedule
{
    /// <summary>The steps after which the rate changes.</summary>
    [Config]
    public IReadOnlyList<double> Boundaries { get; } = boundaries;

    /// <summary>The rates: one more than there are boundaries.</summary>
    [Config]
    public IReadOnlyList<double> Values { get; } = values.Count == boundaries.Count + 1
        ? values
        : throw new ArgumentException($"There have to be one more rates than boundaries; {boundaries.Count} boundaries and {values.Count} rates were given.", nameof(values));

    /// <summary>The name; Keras 2 has none unless given.</summary>
    [Config]
    public string? Name { get; init; } = DefaultName("PiecewiseConstant");

    /// <inheritdoc/>
    public override Tensor Apply(Tensor step)
    {
        Tensor rate = (float)Values[^1];
        for (int i = Boundaries.Count - 1; i >= 0; i--)
            rate = Ops.SelectV2(Ops.LessEqual(step, Ops.Cast(Tensor.Scalar((long)Boundaries[i]), step.DType)), (float)Values[i], rate);
        return rate;
    }
}
