using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Follow the regularized leader: weights that aren't worth their L1 penalty become zero. Keras: <c>keras.optimizers.Ftrl</c>.</summary>
[KerasObject("Ftrl")]
public sealed partial class Ftrl(
    LearningRate? learningRate = null, double learningRatePower = -0.5, double initialAccumulatorValue = 0.1, double l1RegularizationStrength = 0,
    double l2RegularizationStrength = 0, double l2ShrinkageRegularizationStrength = 0, double beta = 0)
    : Optimizer(learningRate ?? 0.001)
{
    private Variable[] accumulators = [];
    private Variable[] linears = [];

    /// <summary>How the rate falls with the sum of squares; 0 not at all.</summary>
    [Config]
    public double LearningRatePower { get; } = learningRatePower;

    /// <summary>Where the sum of squares starts.</summary>
    [Config]
    public double InitialAccumulatorValue { get; } = initialAccumulatorValue;

    /// <summary>Penalty of the weights' sizes.</summary>
    [Config("l1_regularization_strength")]
    public double L1RegularizationStrength { get; } = l1RegularizationStrength;

    /// <summary>Penalty of the weights' squares.</summary>
    [Config("l2_regularization_strength")]
    public double L2RegularizationStrength { get; } = l2RegularizationStrength;

    /// <summary>Penalty of the weights' squares in the gradient only.</summary>
    [Config("l2_shrinkage_regularization_strength")]
    public double L2ShrinkageRegularizationStrength { get; } = l2ShrinkageRegularizationStrength;

    /// <summary>Added to the penalty of squares, over the learning rate.</summary>
    [Config]
    public double Beta { get; } = beta;

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables) =>
        (accumulators, linears) = AddPairs(variables, "accumulator", "linear", (float)InitialAccumulatorValue);

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        int i = IndexOf(variable);
        Tensor value = variable.Value, before = accumulators[i].Value, after = before + DenseSquare(gradient);
        var power = Scalar(-LearningRatePower, variable.DType);
        Tensor rateBefore = Ops.Pow(before, power), rateAfter = Ops.Pow(after, power);
        var shrunk = Dense(gradient) + 2 * L2ShrinkageRegularizationStrength * value;
        var linear = linears[i].Value + (shrunk - (rateAfter - rateBefore) / learningRate * value);
        linears[i].Assign(linear);
        var squares = L2RegularizationStrength + Beta / (2.0 * learningRate);
        var clipped = Losses.LossFunctions.Clip(linear, -L1RegularizationStrength, L1RegularizationStrength);
        variable.Assign((clipped - linear) / (rateAfter / learningRate + 2.0 * squares));
        accumulators[i].Assign(after);
    }
}
