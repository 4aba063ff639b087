using Keratin.Serialization;

namespace Keratin.Optimizers.Legacy;

/// <summary>Adam as it was before Keras 2.11 (<c>keras.optimizers.legacy.Adam</c>).</summary>
[KerasObject("Adam")]
public sealed partial class Adam(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, bool amsgrad = false)
    : LegacyOptimizer(learningRate ?? 0.001)
{
    private readonly Hyperparameter beta1 = new("beta_1", beta1);
    private readonly Hyperparameter beta2 = new("beta_2", beta2);
    private Variable[] momentums = [];
    private Variable[] velocities = [];
    private Variable[] largest = [];

    /// <summary>How much of the gradient's mean stays in a step.</summary>
    [Config]
    public double Beta1 => beta1.Value;

    /// <summary>How much of the square's mean stays in a step.</summary>
    [Config]
    public double Beta2 => beta2.Value;

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <summary>Whether the largest mean of squares so far is divided by.</summary>
    [Config]
    public bool Amsgrad { get; } = amsgrad;

    private protected override IEnumerable<Hyperparameter> Hyperparameters => [beta1, beta2];

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables)
    {
        momentums = AddSlots(variables, "m");
        velocities = AddSlots(variables, "v");
        if (Amsgrad) largest = AddSlots(variables, "vhat");
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        var dtype = variable.DType;
        var step = UpdateNumber(dtype);
        Tensor beta1 = Scalar(this.beta1, dtype), beta2 = Scalar(this.beta2, dtype), epsilon = Scalar(Epsilon, dtype);
        Tensor power1 = Ops.Pow(beta1, step), power2 = Ops.Pow(beta2, step);
        // Even rows without a gradient move on, so a sparse gradient is a dense one with zeros.
        gradient = Dense(gradient);
        if (Amsgrad)
            Ops.ResourceApplyAdamWithAmsgrad(variable.Handle, momentums[i].Handle, velocities[i].Handle, largest[i].Handle, power1, power2, learningRate, beta1, beta2, epsilon, gradient);
        else
            Ops.ResourceApplyAdam(variable.Handle, momentums[i].Handle, velocities[i].Handle, power1, power2, learningRate, beta1, beta2, epsilon, gradient);
    }
}
