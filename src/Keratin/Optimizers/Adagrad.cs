using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Steps scaled by the sum of all squares of the gradient so far. Keras: <c>keras.optimizers.Adagrad</c>.</summary>
[KerasObject("Adagrad")]
public sealed partial class Adagrad(LearningRate? learningRate = null, double initialAccumulatorValue = 0.1, double epsilon = 1e-7)
    : Optimizer(learningRate ?? 0.001)
{
    private Variable[] accumulators = [];

    /// <summary>Where the sum starts.</summary>
    [Config]
    public double InitialAccumulatorValue { get; } = initialAccumulatorValue;

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables) => accumulators = AddSlots(variables, "accumulator", IsKeras3 ? (float)InitialAccumulatorValue : InitialAccumulatorValue);

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        var accumulator = accumulators[IndexOf(variable)];
        var sum = accumulator.Value + DenseSquare(gradient);
        accumulator.Assign(sum);
        variable.AssignSub(learningRate * Dense(gradient) / Ops.Sqrt(sum + Epsilon));
    }
}
