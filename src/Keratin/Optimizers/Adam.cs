using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Adam: steps scaled by running means of the gradient and of its square. Keras: <c>keras.optimizers.Adam</c>.</summary>
[KerasObject("Adam")]
public partial class Adam(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, bool amsgrad = false)
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
        (momentums, velocities) = AddPairs(variables, IsKeras3 ? "momentum" : "m", IsKeras3 ? "velocity" : "v");
        if (Amsgrad) largest = AddSlots(variables, IsKeras3 ? "velocity_hat" : "vhat");
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        var moments = new Moments(momentums[i], velocities[i], Amsgrad ? largest[i] : null);
        moments.Step(variable, Dense(gradient), DenseSquare(gradient), learningRate, UpdateNumber(variable.DType), Beta1, Beta2, Epsilon);
    }

    /// <summary>Adam's state of one variable.</summary>
    internal readonly record struct Moments(Variable Momentum, Variable Velocity, Variable? Largest = null)
    {
        public void Step(Variable variable, Tensor gradient, Tensor square, Tensor learningRate, Tensor number, double beta1, double beta2, double epsilon)
        {
            // ResourceApplyAdam takes 1 - beta in float32, where 1 - 0.999 is off by 1e-5: so it is written out.
            Tensor momentum = TowardsMean(Momentum, gradient, beta1), velocity = TowardsMean(Velocity, square, beta2);
            Largest?.Assign(velocity = Ops.Maximum(Largest.Value, velocity));

            // What the means lack in the first steps, when they are still near zero.
            Tensor power1 = Ops.Pow(Scalar((float)beta1, number.DType), number), power2 = Ops.Pow(Scalar((float)beta2, number.DType), number);
            var correction = Ops.Sqrt(1.0 - power2) / (1.0 - power1);
            variable.AssignSub(momentum * (learningRate * correction) / (Ops.Sqrt(velocity) + epsilon));
        }
    }
}
