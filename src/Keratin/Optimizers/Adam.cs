using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Adam: steps scaled by running means of the gradient and of its square. Keras: <c>keras.optimizers.Adam</c>.</summary>
[KerasObject("Adam")]
public sealed partial class Adam(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, bool amsgrad = false)
    : Optimizer(learningRate ?? 0.001)
{
    private Variable[] momentums = [];
    private Variable[] velocities = [];
    private Variable[] largest = [];

    /// <summary>How much of the gradient's mean stays in a step.</summary>
    [Config]
    public double Beta1 { get; } = beta1;

    /// <summary>How much of the square's mean stays in a step.</summary>
    [Config]
    public double Beta2 { get; } = beta2;

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <summary>Whether the largest mean of squares so far is divided by.</summary>
    [Config]
    public bool Amsgrad { get; } = amsgrad;

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables)
    {
        (momentums, velocities) = (new Variable[variables.Count], new Variable[variables.Count]);
        for (int i = 0; i < variables.Count; i++)
        {
            AddSlot(momentums[i] = NewSlot(variables[i], IsKeras3 ? "momentum" : "m"));
            AddSlot(velocities[i] = NewSlot(variables[i], IsKeras3 ? "velocity" : "v"));
        }
        if (Amsgrad) largest = AddSlots(variables, IsKeras3 ? "velocity_hat" : "vhat");
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        var dtype = variable.DType;
        var step = Ops.Cast(Iterations.Value + 1, dtype);
        Tensor beta1 = Scalar(Beta1, dtype), beta2 = Scalar(Beta2, dtype), epsilon = Scalar(Epsilon, dtype);
        Tensor power1 = Ops.Pow(beta1, step), power2 = Ops.Pow(beta2, step);
        if (Amsgrad)
            Ops.ResourceApplyAdamWithAmsgrad(variable.Handle, momentums[i].Handle, velocities[i].Handle, largest[i].Handle, power1, power2, learningRate, beta1, beta2, epsilon, gradient);
        else
            Ops.ResourceApplyAdam(variable.Handle, momentums[i].Handle, velocities[i].Handle, power1, power2, learningRate, beta1, beta2, epsilon, gradient);
    }
}
