using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Steps as large as those before, scaled by running means of squares. Keras: <c>keras.optimizers.Adadelta</c>.</summary>
[KerasObject("Adadelta")]
public sealed partial class Adadelta(LearningRate? learningRate = null, double rho = 0.95, double epsilon = 1e-7)
    : Optimizer(learningRate ?? 0.001)
{
    private Variable[] gradients = [];
    private Variable[] deltas = [];

    /// <summary>How much of the means stays in a step.</summary>
    [Config]
    public double Rho { get; } = rho;

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables) =>
        (gradients, deltas) = AddPairs(variables, "accumulated_grad", "accumulated_delta_var");

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        Tensor before = deltas[i].Value, squares = Rho * gradients[i].Value + (1 - Rho) * DenseSquare(gradient);
        gradients[i].Assign(squares);
        var ratio = Ops.Sqrt(before + Epsilon) / Ops.Sqrt(squares + Epsilon);
        deltas[i].Assign(Rho * before + (1 - Rho) * (Ops.Square(ratio) * DenseSquare(gradient)));
        variable.AssignSub(learningRate * (ratio * Dense(gradient)));
    }
}
