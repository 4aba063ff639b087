using Keratin.Serialization;

namespace Keratin.Optimizers.Legacy;

/// <summary>Adadelta as it was before Keras 2.11 (<c>keras.optimizers.legacy.Adadelta</c>).</summary>
[KerasObject("Adadelta")]
public sealed partial class Adadelta(LearningRate? learningRate = null, double rho = 0.95, double epsilon = 1e-7) : LegacyOptimizer(learningRate ?? 0.001)
{
    private readonly Hyperparameter rho = new("rho", rho);
    private Variable[] gradients = [];
    private Variable[] deltas = [];

    /// <summary>How much of the means stays in a step.</summary>
    [Config]
    public double Rho => rho.Value;

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    private protected override IEnumerable<Hyperparameter> Hyperparameters => [rho];

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables) =>
        (gradients, deltas) = (AddSlots(variables, "accum_grad"), AddSlots(variables, "accum_var"));

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        Tensor rho = Scalar(this.rho, variable.DType), epsilon = Scalar(Epsilon, variable.DType);
        if (gradient is IndexedSlices slices)
        {
            var (values, rows) = UniqueRows(slices);
            Ops.ResourceSparseApplyAdadelta(variable.Handle, gradients[i].Handle, deltas[i].Handle, learningRate, rho, epsilon, values, rows);
        }
        else Ops.ResourceApplyAdadelta(variable.Handle, gradients[i].Handle, deltas[i].Handle, learningRate, rho, epsilon, gradient);
    }
}
