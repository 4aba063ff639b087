using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Steps scaled by the running mean of the gradient's square. Keras: <c>keras.optimizers.RMSprop</c>.</summary>
[KerasObject("RMSprop", "rmsprop")]
public sealed partial class RMSprop(LearningRate? learningRate = null, double rho = 0.9, double momentum = 0, double epsilon = 1e-7, bool centered = false)
    : Optimizer(learningRate ?? 0.001)
{
    private Variable[] velocities = [];
    private Variable[] momentums = [];
    private Variable[] averageGradients = [];

    /// <summary>How much of the mean stays in a step.</summary>
    [Config]
    public double Rho { get; } = rho;

    /// <summary>How much of a step goes on into the next.</summary>
    [Config]
    public double Momentum { get; } = momentum;

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <summary>Whether the variance is taken instead of the square: the mean of the gradient is taken off.</summary>
    [Config]
    public bool Centered { get; } = centered;

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables)
    {
        velocities = AddSlots(variables, "velocity");
        if (Momentum > 0) momentums = AddSlots(variables, "momentum");
        if (Centered) averageGradients = AddSlots(variables, "average_gradient");
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        Tensor rho = Scalar(Rho, variable.DType), momentum = Scalar(Momentum, variable.DType), epsilon = Scalar(Epsilon, variable.DType);
        bool canFuse = momentums.Length > 0 && gradient is not IndexedSlices;
        if (canFuse && Centered)
            Ops.ResourceApplyCenteredRMSProp(variable.Handle, averageGradients[i].Handle, velocities[i].Handle, momentums[i].Handle, learningRate, rho, momentum, epsilon, gradient);
        else if (canFuse)
            Ops.ResourceApplyRMSProp(variable.Handle, velocities[i].Handle, momentums[i].Handle, learningRate, rho, momentum, epsilon, gradient);
        else
        {
            // Without momentum there is no slot that the fused ops could use.
            var dense = Dense(gradient);
            var denominator = Mean(velocities[i], DenseSquare(gradient));
            if (Centered) denominator -= Ops.Square(Mean(averageGradients[i], dense));
            var increment = learningRate * dense * Ops.Rsqrt(denominator + epsilon);
            if (momentums.Length > 0) momentums[i].Assign(increment = momentum * momentums[i].Value + increment);
            variable.AssignSub(increment);
        }
    }

    private Tensor Mean(Variable mean, Tensor value)
    {
        var updated = Rho * mean.Value + (1 - Rho) * value;
        mean.Assign(updated);
        return updated;
    }
}
