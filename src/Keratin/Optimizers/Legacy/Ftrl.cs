using Keratin.Serialization;

namespace Keratin.Optimizers.Legacy;

/// <summary>Follow the regularized leader as it was before Keras 2.11 (<c>keras.optimizers.legacy.Ftrl</c>).</summary>
[KerasObject("Ftrl")]
public sealed partial class Ftrl(
    LearningRate? learningRate = null, double learningRatePower = -0.5, double initialAccumulatorValue = 0.1, double l1RegularizationStrength = 0,
    double l2RegularizationStrength = 0, double l2ShrinkageRegularizationStrength = 0, double beta = 0)
    : LegacyOptimizer(learningRate ?? 0.001)
{
    private readonly Hyperparameter power = new("learning_rate_power", learningRatePower <= 0 ? learningRatePower
        : throw new ArgumentOutOfRangeException(nameof(learningRatePower), learningRatePower, "It has to be 0 or less."));
    private readonly Hyperparameter l1 = new("l1_regularization_strength", NotNegative(l1RegularizationStrength));
    private readonly Hyperparameter l2 = new("l2_regularization_strength", NotNegative(l2RegularizationStrength));
    private readonly Hyperparameter beta = new("beta", beta);
    private Variable[] accumulators = [];
    private Variable[] linears = [];

    /// <summary>Where the sum of squares starts, 0 or more.</summary>
    [Config]
    public double InitialAccumulatorValue { get; } = NotNegative(initialAccumulatorValue);

    /// <summary>How the rate falls with the sum of squares, 0 or less; 0 not at all.</summary>
    [Config]
    public double LearningRatePower => power.Value;

    /// <summary>Penalty of the weights' sizes, 0 or more.</summary>
    [Config("l1_regularization_strength")]
    public double L1RegularizationStrength => l1.Value;

    /// <summary>Penalty of the weights' squares, 0 or more.</summary>
    [Config("l2_regularization_strength")]
    public double L2RegularizationStrength => l2.Value;

    /// <summary>Added to the penalty of squares, over the learning rate.</summary>
    [Config]
    public double Beta => beta.Value;

    /// <summary>Penalty of the weights' squares in the gradient only, 0 or more.</summary>
    [Config("l2_shrinkage_regularization_strength")]
    public double L2ShrinkageRegularizationStrength { get; } = NotNegative(l2ShrinkageRegularizationStrength);

    private protected override IEnumerable<Hyperparameter> Hyperparameters => [power, l1, l2, beta];

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables) =>
        (accumulators, linears) = AddPairs(variables, "accumulator", "linear", InitialAccumulatorValue);

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        var (weight, accumulator, linear) = (variable.Handle, accumulators[i].Handle, linears[i].Handle);
        var dtype = variable.DType;
        Tensor l1 = Scalar(this.l1, dtype), shrinkage = Scalar(L2ShrinkageRegularizationStrength, dtype), power = Scalar(this.power, dtype);
        var l2 = Scalar(this.l2, dtype) + Scalar(beta, dtype) / (2.0 * learningRate);
        bool shrinks = L2ShrinkageRegularizationStrength > 0;
        if (gradient is IndexedSlices slices)
        {
            var (values, rows) = UniqueRows(slices);
            if (shrinks) Ops.ResourceSparseApplyFtrlV2(weight, accumulator, linear, values, rows, learningRate, l1, l2, shrinkage, power);
            else Ops.ResourceSparseApplyFtrl(weight, accumulator, linear, values, rows, learningRate, l1, l2, power);
        }
        else if (shrinks) Ops.ResourceApplyFtrlV2(weight, accumulator, linear, gradient, learningRate, l1, l2, shrinkage, power);
        else Ops.ResourceApplyFtrl(weight, accumulator, linear, gradient, learningRate, l1, l2, power);
    }
}
