using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>How the scores of several outputs become one.</summary>
public enum ClassAggregation
{
    /// <summary>Their mean.</summary>
    [ConfigName("uniform_average")]
    UniformAverage,

    /// <summary>Their mean, weighted by the variances of targets.</summary>
    [ConfigName("variance_weighted_average")]
    VarianceWeightedAverage,
}

/// <summary>The share of the targets' variance that predictions explain: 1 at best. Keras: <c>keras.metrics.R2Score</c>.</summary>
/// <remarks>Targets and predictions (batch, outputs).</remarks>
[KerasObject("R2Score")]
public sealed partial class R2Score(ClassAggregation? classAggregation = ClassAggregation.UniformAverage, int numRegressors = 0) : Metric
{
    private Variable? samples;
    private Variable? squares;
    private Variable? sum;
    private Variable? residual;
    private Variable? count;

    /// <summary>How the scores of several outputs become one; null keeps them apart.</summary>
    [Config]
    public ClassAggregation? ClassAggregation { get; } = classAggregation;

    /// <summary>The number of independent variables, for the adjusted score; 0 for the plain one.</summary>
    [Config]
    public int NumRegressors { get; } = numRegressors >= 0 ? numRegressors : throw new ArgumentOutOfRangeException(nameof(numRegressors), numRegressors, "It has to be 0 or more.");

    private protected override string DefaultName => "r2_score";

    /// <inheritdoc/>
    protected override void Build() => samples = AddVariable("num_samples", Shape.Scalar, Dialect == Dialect.Keras2 ? DType.Int32 : null);

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        EnsureBuilt();
        var predictions = Ops.Cast(Predictions(yPred), DType);
        yTrue = Ops.Cast(yTrue, DType);
        if (Dialect == Dialect.Keras3) (yTrue, predictions) = Ranks.ToSameRank(yTrue, predictions);
        if (sum is null) BuildFor(yTrue.Shape, predictions.Shape);
        var weights = sampleWeight is null ? Scalars.Like(yTrue, 1) : Ops.Cast(sampleWeight, DType);
        if (weights.Rank == 1) weights = Ops.ExpandDims(weights, 1);
        weights = Ops.BroadcastTo(weights, Ops.Shape(yTrue));
        sum!.AssignAdd(Ops.Sum(yTrue * weights, 0));
        squares!.AssignAdd(Ops.Sum(yTrue * (yTrue * weights), 0));
        residual!.AssignAdd(Ops.Sum(Ops.Square(yTrue - predictions) * weights, 0));
        count!.AssignAdd(Ops.Sum(weights, 0));
        samples!.AssignAdd(Ops.Cast(Ops.Size(yTrue), samples.DType));
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        EnsureBuilt();
        if (sum is null) return Tensor.Zeros(Shape.Scalar, DType);
        var total = squares!.Value - sum.Value * (sum.Value / count!.Value);
        var scores = 1.0 - residual!.Value / total;
        scores = Ops.SelectV2(Ops.IsInf(scores), Ops.ZerosLike(scores), scores);
        if (ClassAggregation == Metrics.ClassAggregation.UniformAverage) scores = Ops.Mean(scores, 0);
        else if (ClassAggregation is not null) scores = Ops.Sum(total * scores, 0) / Ops.Sum(total, 0);
        return NumRegressors == 0 ? scores : Adjusted(scores);
    }

    // Takes off what so many variables explain by chance, if there are more samples than variables.
    private Tensor Adjusted(Tensor score)
    {
        Tensor n = Ops.Cast(samples!.Value, DType), rest = n - NumRegressors - 1.0;
        return Ops.SelectV2(rest > 0.0, 1.0 - (1.0 - score) * (n - 1.0) / rest, score);
    }

    private void BuildFor(Shape yTrue, Shape yPred)
    {
        if (yTrue.Rank != 2 || yPred.Rank != 2 || yPred[1] < 0)
            throw new ArgumentException($"The metric '{Name}' takes targets and predictions (batch, outputs); they have the shapes {yTrue} and {yPred}.");
        var shape = Shape.Create([yPred[1]]);
        using (Graphs.FunctionGraph.Suspend())
            (squares, sum, residual, count) = (AddVariable("squared_sum", shape), AddVariable("sum", shape), AddVariable("residual", shape), AddVariable("count", shape));
    }
}
