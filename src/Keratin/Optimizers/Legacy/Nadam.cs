using Keratin.Serialization;

namespace Keratin.Optimizers.Legacy;

/// <summary>Adam with Nesterov's momentum as it was before Keras 2.11 (<c>keras.optimizers.legacy.Nadam</c>).</summary>
/// <remarks>Here <see cref="LegacyOptimizer.Decay"/>, 0.004 unless set, says how fast the share of momentum grows; the learning rate does not decay.</remarks>
[KerasObject("Nadam")]
public sealed partial class Nadam : LegacyOptimizer
{
    private readonly Hyperparameter beta1;
    private readonly Hyperparameter beta2;
    private Variable[] momentums = [];
    private Variable[] velocities = [];
    private Variable? product;
    private Tensor? productBefore;

    /// <summary>An optimizer with Keras's defaults for what is not given.</summary>
    /// <exception cref="ArgumentException">The learning rate is a schedule.</exception>
    public Nadam(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7)
        : base(learningRate ?? 0.001)
    {
        if (learningRate?.Schedule is not null) throw new ArgumentException("The legacy Nadam takes no schedule; give a number.", nameof(learningRate));
        (this.beta1, this.beta2, Epsilon, Decay) = (new("beta_1", beta1), new("beta_2", beta2), epsilon, 0.004);
    }

    /// <summary>How much of the gradient's mean stays in a step.</summary>
    [Config]
    public double Beta1 => beta1.Value;

    /// <summary>How much of the square's mean stays in a step.</summary>
    [Config]
    public double Beta2 => beta2.Value;

    /// <summary>Keeps quotients finite.</summary>
    [Config]
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override Tensor CurrentLearningRate() => LearningRateVariable!.Value;

    private protected override IEnumerable<Hyperparameter> Hyperparameters => [beta1, beta2];

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables)
    {
        AddSlot(product = new Variable(Ops.Cast(1f, variables[0].DType).Value, StateName("momentum_cache"), trainable: false));
        (momentums, velocities) = (AddSlots(variables, "m"), AddSlots(variables, "v"));
    }

    private protected override void BeginUpdate()
    {
        productBefore = product!.Value;
        product.Assign(productBefore * Share(UpdateNumber(product.DType)));
    }

    private protected override IEnumerable<(string Name, object Child)> TrackableChildren =>
        product is null ? base.TrackableChildren : base.TrackableChildren.Append(("momentum_cache", product));

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        var dtype = variable.DType;
        var step = UpdateNumber(dtype);
        Tensor beta1 = Scalar(this.beta1, dtype), beta2 = Scalar(this.beta2, dtype), epsilon = Scalar(Epsilon, dtype);
        Tensor share = Share(step), nextShare = Share(step + 1.0), reached = CastTo(productBefore!, dtype) * share;

        // Means of all rows move on, but of a sparse gradient only its own rows of the variable are changed.
        IndexedSlices? slices = gradient is IndexedSlices rows ? Unique(rows) : null;
        var dense = slices?.ToDense() ?? gradient;
        Tensor momentum = Mean(momentums[i], beta1, dense), velocity = Mean(velocities[i], beta2, Ops.Square(dense));
        if (slices is not null) (gradient, momentum, velocity) = (slices.Values, Ops.GatherV2(momentum, slices.Indices, 0), Ops.GatherV2(velocity, slices.Indices, 0));

        var lookahead = (1.0 - share) * (gradient / (1.0 - reached)) + nextShare * (momentum / (1.0 - reached * nextShare));
        var increment = learningRate * lookahead / (Ops.Sqrt(velocity / (1.0 - Ops.Pow(beta2, step))) + epsilon);
        if (slices is null) variable.AssignSub(increment); else Ops.ResourceScatterSub(variable.Handle, slices.Indices, increment);
    }

    private static Tensor Mean(Variable mean, Tensor decay, Tensor value)
    {
        var updated = decay * mean.Value + (1.0 - decay) * value;
        mean.Assign(updated);
        return updated;
    }

    private static IndexedSlices Unique(IndexedSlices gradient)
    {
        var (values, rows) = UniqueRows(gradient);
        return new IndexedSlices(values, rows, gradient.Shape);
    }

    // How much of the momentum counts in a step.
    private Tensor Share(Tensor step) => Scalar(beta1, step.DType) * (1.0 - 0.5 * Ops.Pow(Scalar(0.96, step.DType), Decay * step));
}
