using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Adam whose steps are as large as the weights they change: for large batches. Keras: <c>keras.optimizers.Lamb</c> (Keras 3).</summary>
[KerasObject("Lamb")]
public sealed partial class Lamb(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7) : Optimizer(learningRate ?? 0.001)
{
    private Variable[] momentums = [];
    private Variable[] velocities = [];

    /// <summary>How much of the gradient's mean stays in a step.</summary>
    [Config]
    public double Beta1 { get; } = beta1;

    /// <summary>How much of the square's mean stays in a step.</summary>
    [Config]
    public double Beta2 { get; } = beta2;

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables) => (momentums, velocities) = AddPairs(variables, "momentum", "velocity");

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        var (dtype, step) = (variable.DType, UpdateNumber(variable.DType));
        var momentum = TowardsMean(momentums[i], Dense(gradient), Beta1) / (1.0 - Ops.Pow(Scalar((float)Beta1, dtype), step));
        var velocity = TowardsMean(velocities[i], DenseSquare(gradient), Beta2) / (1.0 - Ops.Pow(Scalar((float)Beta2, dtype), step));
        var update = momentum / (Ops.Sqrt(velocity) + Epsilon);
        Tensor weightNorm = Norm(variable.Value), updateNorm = Norm(update), zero = Scalar(0, dtype);
        var ratio = Ops.SelectV2(Ops.LogicalAnd(weightNorm > zero, updateNorm > zero), weightNorm / updateNorm, Scalar(1, dtype));
        variable.AssignSub(ratio * learningRate * update);
    }

    private static Tensor Norm(Tensor x) => Ops.Sqrt(Losses.WeightedReduction.Sum(Ops.Square(x)));
}
