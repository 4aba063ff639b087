using Keratin.Serialization;

namespace Keratin.Optimizers.Legacy;

/// <summary>Adamax as it was before Keras 2.11 (<c>keras.optimizers.legacy.Adamax</c>).</summary>
[KerasObject("Adamax")]
public sealed partial class Adamax(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7)
    : LegacyOptimizer(learningRate ?? 0.001)
{
    private readonly Hyperparameter beta1 = new("beta_1", beta1);
    private readonly Hyperparameter beta2 = new("beta_2", beta2);
    private Variable[] momentums = [];
    private Variable[] norms = [];

    /// <summary>How much of the gradient's mean stays in a step.</summary>
    [Config]
    public double Beta1 => beta1.Value;

    /// <summary>How much of the largest gradient stays in a step.</summary>
    [Config]
    public double Beta2 => beta2.Value;

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    private protected override IEnumerable<Hyperparameter> Hyperparameters => [beta1, beta2];

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables) => (momentums, norms) = (AddSlots(variables, "m"), AddSlots(variables, "v"));

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        var dtype = variable.DType;
        Tensor beta1 = Scalar(this.beta1, dtype), beta2 = Scalar(this.beta2, dtype), epsilon = Scalar(Epsilon, dtype), power = Ops.Pow(beta1, UpdateNumber(dtype));
        if (gradient is not IndexedSlices slices)
        {
            Ops.ResourceApplyAdaMax(variable.Handle, momentums[i].Handle, norms[i].Handle, power, learningRate, beta1, beta2, epsilon, gradient);
            return;
        }
        // TensorFlow has no op for rows; those without a gradient stay as they are.
        var (values, rows) = UniqueRows(slices);
        var momentum = Ops.ResourceGather(momentums[i].Handle, rows, dtype) * beta1 + values * (1.0 - beta1);
        var norm = Ops.Maximum(Ops.ResourceGather(norms[i].Handle, rows, dtype) * beta2, Ops.Abs(values));
        Ops.ResourceScatterUpdate(momentums[i].Handle, rows, momentum);
        Ops.ResourceScatterUpdate(norms[i].Handle, rows, norm);
        Ops.ResourceScatterSub(variable.Handle, rows, learningRate / (1.0 - power) * (momentum / (norm + epsilon)));
    }
}
