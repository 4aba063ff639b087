using Keratin.Serialization;

namespace Keratin.Optimizers.Legacy;

/// <summary>Adagrad as it was before Keras 2.11 (<c>keras.optimizers.legacy.Adagrad</c>).</summary>
[KerasObject("Adagrad")]
public sealed partial class Adagrad(LearningRate? learningRate = null, double initialAccumulatorValue = 0.1, double epsilon = 1e-7) : LegacyOptimizer(learningRate ?? 0.001)
{
    private Variable[] accumulators = [];

    /// <summary>Where the sum of squares starts, 0 or more.</summary>
    [Config]
    public double InitialAccumulatorValue { get; } = NotNegative(initialAccumulatorValue);

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables) => accumulators = AddSlots(variables, "accumulator", InitialAccumulatorValue);

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        var (accumulator, epsilon) = (accumulators[IndexOf(variable)].Handle, Scalar(Epsilon, variable.DType));
        if (gradient is IndexedSlices slices)
        {
            var (values, rows) = UniqueRows(slices);
            Ops.ResourceSparseApplyAdagradV2(variable.Handle, accumulator, learningRate, epsilon, values, rows);
        }
        else Ops.ResourceApplyAdagradV2(variable.Handle, accumulator, learningRate, epsilon, gradient);
    }
}
