using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Adam with Nesterov's momentum. Keras: <c>keras.optimizers.Nadam</c>.</summary>
[KerasObject("Nadam")]
public sealed partial class Nadam(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7)
    : Optimizer(learningRate ?? 0.001)
{
    // How the share of momentum grows with the steps.
    private const float Decay = 0.96f;

    private Variable[] momentums = [];
    private Variable[] velocities = [];
    private Variable? product;
    private int updated;

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
    protected override void CreateSlots(IReadOnlyList<Variable> variables)
    {
        (momentums, velocities) = AddPairs(variables, IsKeras3 ? "momentum" : "m", IsKeras3 ? "velocity" : "v");
        product = new Variable(Ops.Cast(1f, variables[0].DType).Value, "variable", trainable: false);
        // Keras 2 doesn't list the running product among its variables.
        if (IsKeras3) AddSlot(product);
    }

    internal override IEnumerable<Variable> State => IsKeras3 || product is null ? Variables : Variables.Append(product);

    // Keras 2 counts in Python how often it has multiplied the product, so that all variables of a step share one multiplication. In a
    // traced training step that count is a constant, 1 + k for the k-th variable, and more by the number of variables since the step is
    // traced twice: where it is the number of steps + 2 the product is left as it is, and everywhere else it is multiplied again. Models
    // trained by fit have learned with that product.
    private bool MultipliesForEachVariable => !IsKeras3 && IsTracedForTraining;

    private protected override void BeginUpdate()
    {
        updated = 0;
        if (!IsKeras3) RecoverProduct();
        if (MultipliesForEachVariable) return;
        // Keras 3 has the constants of the product in double, all others in float32.
        var share = IsKeras3 ? Share(UpdateNumber(product!.DType), product.DType, Beta1, 0.96) : Share(UpdateNumber(product!.DType), product.DType);
        product.Assign(product.Value * share);
    }

    private Tensor ProductForVariable()
    {
        if (!MultipliesForEachVariable) return product!.Value;
        var isLeft = Ops.Equal(Iterations.Value + 2L, 1L + TrainedVariables.Count + updated++);
        var before = product!.Value;
        var after = Ops.SelectV2(isLeft, before, before * Share(UpdateNumber(product.DType), product.DType));
        product.Assign(after);
        return after;
    }

    // Of Keras 2's files only checkpoints hold the product; it follows from the number of steps.
    private void RecoverProduct()
    {
        double reached = 1;
        long steps = Iterations.Resource.Read().Item<long>();
        for (long step = 1; step <= steps && reached > float.Epsilon; step++)
        {
            double share = (float)Beta1 * (1 - 0.5 * Math.Pow(Decay, step));
            for (int k = 0; k < (MultipliesForEachVariable ? TrainedVariables.Count : 1); k++)
                if (k + TrainedVariables.Count != step || !MultipliesForEachVariable) reached *= share;
        }
        using (Graphs.FunctionGraph.Suspend()) product!.Resource.Assign(Scalar(reached, product.DType).Value);
    }

    private protected override IEnumerable<(string Name, object Child)> TrackableChildren =>
        product is null ? base.TrackableChildren : base.TrackableChildren.Append(("_u_product", product));

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        var dtype = variable.DType;
        var step = UpdateNumber(dtype);
        Tensor beta1 = Scalar((float)Beta1, dtype), beta2 = Scalar((float)Beta2, dtype);
        Tensor share = Share(step, dtype), nextShare = Share(step + 1.0, dtype), reached = CastTo(ProductForVariable(), dtype);
        var momentum = Towards(momentums[i], Dense(gradient), 1.0 - beta1);
        var velocity = Towards(velocities[i], DenseSquare(gradient), 1.0 - beta2);
        var lookahead = nextShare * momentum / (1.0 - reached * nextShare) + (1.0 - share) * Dense(gradient) / (1.0 - reached);
        variable.AssignSub(lookahead * learningRate / (Ops.Sqrt(velocity / (1.0 - Ops.Pow(beta2, step))) + Epsilon));
    }

    private Tensor Share(Tensor step, DType dtype) => Share(step, dtype, (float)Beta1, Decay);

    private static Tensor Share(Tensor step, DType dtype, double beta, double decay) => Scalar(beta, dtype) * (1.0 - 0.5 * Ops.Pow(Scalar(decay, dtype), step));
}
