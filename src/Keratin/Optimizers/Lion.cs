using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Steps of one size, along the sign of a running mean of the gradient. Keras: <c>keras.optimizers.Lion</c>.</summary>
[KerasObject("Lion")]
public sealed partial class Lion(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.99)
    : Optimizer(learningRate ?? (Dialects.Current == Dialect.Keras2 ? 0.0001 : 0.001))
{
    private Variable[] momentums = [];

    /// <summary>How much the mean counts beside the gradient.</summary>
    [Config]
    public double Beta1 { get; } = beta1;

    /// <summary>How much of the mean stays in a step.</summary>
    [Config]
    public double Beta2 { get; } = beta2;

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables) => momentums = AddSlots(variables, IsKeras3 ? "momentum" : "m");

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        var momentum = momentums[IndexOf(variable)];
        var before = momentum.Value;
        gradient = Dense(gradient);
        Tensor beta1 = Scalar((float)Beta1, variable.DType), beta2 = Scalar((float)Beta2, variable.DType);
        variable.AssignSub(learningRate * Ops.Sign(before * beta1 + gradient * (1.0 - beta1)));
        momentum.Assign(before * beta2 + gradient * (1.0 - beta2));
    }
}
