using Keratin.Serialization;

namespace Keratin.Optimizers.Legacy;

/// <summary>RMSprop as it was before Keras 2.11 (<c>keras.optimizers.legacy.RMSprop</c>).</summary>
[KerasObject("RMSprop", "rmsprop")]
public sealed partial class RMSprop(LearningRate? learningRate = null, double rho = 0.9, double momentum = 0, double epsilon = 1e-7, bool centered = false)
    : LegacyOptimizer(learningRate ?? 0.001)
{
    private readonly Hyperparameter rho = new("rho", rho);
    private readonly Hyperparameter momentum = new("momentum", momentum);
    private Variable[] squares = [];
    private Variable[] momentums = [];
    private Variable[] means = [];

    /// <summary>How much of the mean stays in a step.</summary>
    [Config]
    public double Rho => rho.Value;

    /// <summary>How much of a step goes on into the next.</summary>
    [Config]
    public double Momentum => momentum.Value;

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <summary>Whether the mean of the gradient is taken off.</summary>
    [Config]
    public bool Centered { get; } = centered;

    private protected override IEnumerable<Hyperparameter> Hyperparameters => [rho, momentum];

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables)
    {
        squares = AddSlots(variables, "rms");
        if (momentum.Given > 0) momentums = AddSlots(variables, "momentum");
        if (Centered) means = AddSlots(variables, "mg");
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        Tensor rho = Scalar(this.rho, variable.DType), momentum = Scalar(this.momentum, variable.DType), epsilon = Scalar(Epsilon, variable.DType);
        if (momentums.Length == 0) WithoutMomentum(Dense(gradient), variable, learningRate, rho, epsilon);
        else if (gradient is IndexedSlices slices)
        {
            var (values, rows) = UniqueRows(slices);
            if (Centered)
                Ops.ResourceSparseApplyCenteredRMSProp(variable.Handle, means[i].Handle, squares[i].Handle, momentums[i].Handle, learningRate, rho, momentum, epsilon, values, rows);
            else Ops.ResourceSparseApplyRMSProp(variable.Handle, squares[i].Handle, momentums[i].Handle, learningRate, rho, momentum, epsilon, values, rows);
        }
        else if (Centered)
            Ops.ResourceApplyCenteredRMSProp(variable.Handle, means[i].Handle, squares[i].Handle, momentums[i].Handle, learningRate, rho, momentum, epsilon, gradient);
        else Ops.ResourceApplyRMSProp(variable.Handle, squares[i].Handle, momentums[i].Handle, learningRate, rho, momentum, epsilon, gradient);
    }

    // Unlike the fused ops, this adds epsilon outside of the square root.
    private void WithoutMomentum(Tensor gradient, Variable variable, Tensor learningRate, Tensor rho, Tensor epsilon)
    {
        int i = IndexOf(variable);
        var denominator = rho * squares[i].Value + (Scalar(1, variable.DType) - rho) * Ops.Square(gradient);
        squares[i].Assign(denominator);
        if (Centered)
        {
            var mean = rho * means[i].Value + (Scalar(1, variable.DType) - rho) * gradient;
            means[i].Assign(mean);
            denominator -= Ops.Square(mean);
        }
        variable.AssignSub(learningRate * gradient / (Ops.Sqrt(denominator) + epsilon));
    }
}
