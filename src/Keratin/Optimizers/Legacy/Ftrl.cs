using Keratin.Serialization;

namespace Keratin.Optimizers.Legacy;

/// <summary>Follow the regularized leader as it was before Keras 2.11 (<c>keras.optimizers.legacy.Ftrl</c>).</summary>
[KerasObject("Ftrl")]
public sealed partial class Ftrl(
    LearningRate? learningRate = null, double learningRatePower = -0.5, double initialAccumulatorValue = 0.1, double l1RegularizationStrength = 0,
    double l2RegularizationStrength = 0, double l2ShrinkageRegularizationStrength = 0, double beta = 0)
    : LegacyOptimizer(learningRate ?? 0.001)
{
    private Variable[] accumulators = [];
    private Variable[] linears = [];

    /// <summary>Where the sum of squares starts, 0 or more.</summary>
    [Config]
    public double InitialAccumulatorValue { get; } = NotNegative(initialAccumulatorValue);

    /// <summary>How the rate falls with the sum of squares, 0 or less; 0 not at all.</summary>
    [Config]
    public double LearningRatePower { get; } =
        learningRatePower <= 0 ? learningRatePower : throw new ArgumentOutOfRangeException(nameof(learningRatePower), learningRatePower, "It has to be 0 or less.");

    /// <summary>Penalty of the weights' sizes, 0 or more.</summary>
    [Config("l1_regularization_strength")]
    public double L1RegularizationStrength { get; } = NotNegative(l1RegularizationStrength);

    /// <summary>Penalty of the weights' squares, 0 or more.</summary>
    [Config("l2_regularization_strength")]
    public double L2RegularizationStrength { get; } = NotNegative(l2RegularizationStrength);

    /// <summary>Added to the penalty of squares, over the learning rate.</summary>
    [Config]
    public double Beta { get; } = beta;

    /// <summary>Penalty of the weights' squares in the gradient only, 0 or more.</summary>
    [Config("l2_shrinkage_regularization_strength")]
    public double L2ShrinkageRegularizationStrength { get; } = NotNegative(l2ShrinkageRegularizationStrength);

    private protected override IEnumerable<(string Name, double Value)> Hyperparameters => [("learning_rate_power", LearningRatePower), ("l1_regularization_strength", L1RegularizationStrength), ("l2_regularization_strength", L2RegularizationStrength), ("beta", Beta)];

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables) =>
        (accumulators, linears) = AddPairs(variables, "accumulator", "linear", InitialAccumulatorValue);

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        var (weight, accumulator, linear) = (variable.Handle, accumulators[i].Handle, linears[i].Handle);
        Tensor l1 = Of(L1RegularizationStrength), shrinkage = Of(L2ShrinkageRegularizationStrength), power = Of(LearningRatePower);
        var l2 = Of(L2RegularizationStrength) + Of(Beta) / (2.0 * learningRate);
        bool shrinks = L2ShrinkageRegularizationStrength > 0;
        if (gradient is IndexedSlices slices)
        {
            var (values, rows) = UniqueRows(slices);
            if (shrinks) Ops.ResourceSparseApplyFtrlV2(weight, accumulator, linear, values, rows, learningRate, l1, l2, shrinkage, power);
            else Ops.ResourceSparseApplyFtrl(weight, accumulator, linear, values, rows, learningRate, l1, l2, power);
        }
        else if (shrinks) Ops.ResourceApplyFtrlV2(weight, accumulator, linear, gradient, learningRate, l1, l2, shrinkage, power);
        else Ops.ResourceApplyFtrl(weight, accumulator, linear, gradient, learningRate, l1, l2, power);

        Tensor Of(double value) => Scalar(value, variable.DType);
    }
}
