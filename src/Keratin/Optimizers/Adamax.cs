using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Adam with the largest gradient in the place of the mean of squares. Keras: <c>keras.optimizers.Adamax</c>.</summary>
[KerasObject("Adamax")]
public sealed partial class Adamax(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7)
    : Optimizer(learningRate ?? 0.001)
{
    private Variable[] momentums = [];
    private Variable[] norms = [];

    /// <summary>How much of the gradient's mean stays in a step.</summary>
    [Config]
    public double Beta1 { get; } = beta1;

    /// <summary>How much of the largest gradient stays in a step.</summary>
    [Config]
    public double Beta2 { get; } = beta2;

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables) =>
        (momentums, norms) = AddPairs(variables, IsKeras3 ? "momentum" : "m", IsKeras3 ? "norm" : "u");

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        var momentum = TowardsMean(momentums[i], Dense(gradient), Beta1);
        var norm = Ops.Maximum(Beta2 * norms[i].Value, DenseOf(gradient, static values => Ops.Abs(values)));
        norms[i].Assign(norm);
        var power = Ops.Pow(Scalar((float)Beta1, variable.DType), UpdateNumber(variable.DType));
        variable.AssignSub(learningRate * momentum / ((1.0 - power) * (norm + Epsilon)));
    }
}
