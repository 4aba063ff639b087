using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>
/// AdamW that needs no schedule of the learning rate: it averages the points it goes through, and takes gradients between average and
/// newest point. Keras: <c>keras.optimizers.ScheduleFreeAdamW</c> (Keras 3).
/// </summary>
[KerasObject("ScheduleFreeAdamW")]
public sealed partial class ScheduleFreeAdamW(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, int warmupSteps = 0)
    : Optimizer(learningRate ?? 0.0025)
{
    private Variable[] points = [];
    private Variable[] velocities = [];

    /// <summary>How much the average counts beside the newest point, where gradients are taken.</summary>
    [Config]
    public double Beta1 { get; } = beta1;

    /// <summary>How much of the square's mean stays in a step.</summary>
    [Config]
    public double Beta2 { get; } = beta2;

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <summary>How many steps the learning rate takes to its full height.</summary>
    [Config]
    public int WarmupSteps { get; } = warmupSteps;

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables)
    {
        (points, velocities) = (new Variable[variables.Count], new Variable[variables.Count]);
        for (int i = 0; i < variables.Count; i++)
        {
            var variable = variables[i];
            AddSlot(points[i] = NewSlot(variable, "momentum", () => variable.Resource.Read()));
            AddSlot(velocities[i] = NewSlot(variable, "velocity"));
        }
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        var (dtype, step) = (variable.DType, UpdateNumber(variable.DType));
        Tensor beta1 = Scalar((float)Beta1, dtype), beta2 = Scalar((float)Beta2, dtype), rest = 1.0 - beta1;
        if (WarmupSteps > 0) learningRate *= Ops.Minimum(step / Scalar(WarmupSteps, dtype), Scalar(1, dtype));

        var velocity = Towards(velocities[i], DenseSquare(gradient), 1.0 - beta2);
        var length = Ops.Sqrt(velocity / (1.0 - Ops.Pow(beta2, step))) + Scalar((float)Epsilon, dtype);
        var point = points[i].Value - learningRate * Dense(gradient) / length;
        points[i].Assign(point);

        // The variable lay between average and point, so the average follows from the two. On TensorFlow, what Keras keeps as the point
        // before the step is the variable, so it is the point after it.
        var average = (variable.Value - rest * point) / beta1;
        var weight = 1.0 / step;
        average = (1.0 - weight) * average + weight * point;
        variable.Assign(rest * point + beta1 * average);
    }
}
