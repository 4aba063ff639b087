using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>How the scores of classes become one.</summary>
public enum ScoreAverage
{
    /// <summary>All elements are counted together.</summary>
    [ConfigName("micro")]
    Micro,

    /// <summary>The mean of the classes.</summary>
    [ConfigName("macro")]
    Macro,

    /// <summary>The mean of the classes, weighted by their numbers of targets.</summary>
    [ConfigName("weighted")]
    Weighted,
}

/// <summary>The harmonic mean of precision and recall, recall counting beta² times. Keras: <c>keras.metrics.FBetaScore</c>.</summary>
/// <remarks>Targets and predictions (batch, classes).</remarks>
[KerasObject("FBetaScore")]
public partial class FBetaScore : Metric
{
    private Variable? hits;
    private Variable? falseAlarms;
    private Variable? misses;
    private Variable? targets;

    /// <summary>A score of nothing yet.</summary>
    /// <param name="average">How the scores of classes become one; null keeps them apart.</param>
    /// <param name="beta">How much recall counts, above 0.</param>
    /// <param name="threshold">Above which prediction an element counts as positive, 0 (exclusive) to 1; the largest of a row does when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Beta or threshold is out of range.</exception>
    public FBetaScore(ScoreAverage? average = null, double beta = 1, double? threshold = null)
    {
        if (!(beta > 0)) throw new ArgumentOutOfRangeException(nameof(beta), beta, "It has to be above 0.");
        if (threshold is not (null or (> 0 and <= 1))) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "It has to be above 0, and 1 at most.");
        (Average, Beta, Threshold) = (average, beta, threshold);
    }

    /// <summary>How the scores of classes become one; null keeps them apart.</summary>
    [Config]
    public ScoreAverage? Average { get; }

    /// <summary>How much recall counts.</summary>
    [Config]
    public double Beta { get; }

    /// <summary>Above which prediction an element counts as positive; the largest of a row does when null.</summary>
    [Config]
    public double? Threshold { get; }

    private protected override string DefaultName => "fbeta_score";

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        var predictions = Ops.Cast(Predictions(yPred), DType);
        yTrue = Ops.Cast(yTrue, DType);
        if (hits is null) BuildFor(yTrue.Shape, predictions.Shape);
        var isPositive = Threshold is { } threshold
            ? predictions > threshold
            : Ops.LogicalAnd(predictions >= Ops.Max(predictions, -1, keepDims: true), Ops.Abs(predictions) > 1e-9);
        var positive = Ops.Cast(isPositive, DType);
        hits!.AssignAdd(Weighted(positive * yTrue));
        falseAlarms!.AssignAdd(Weighted(positive * (1.0 - yTrue)));
        misses!.AssignAdd(Weighted((1.0 - positive) * yTrue));
        targets!.AssignAdd(Weighted(yTrue));

        Tensor Weighted(Tensor x)
        {
            if (sampleWeight is not null) x *= Ops.ExpandDims(Ops.Cast(sampleWeight, DType), 1);
            return Average == ScoreAverage.Micro ? WeightedReduction.Sum(x) : Ops.Sum(x, 0);
        }
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        if (hits is null) return Tensor.Zeros(Shape.Scalar, DType);
        Tensor precision = Ratio(hits.Value, hits.Value + falseAlarms!.Value), recall = Ratio(hits.Value, hits.Value + misses!.Value);
        var scores = Ratio(precision * recall, Beta * Beta * precision + recall) * (1 + Beta * Beta);
        return Average switch
        {
            ScoreAverage.Weighted => Ops.Sum(scores * Ratio(targets!.Value, Ops.Sum(targets.Value, 0)), 0),
            ScoreAverage.Macro => Ops.Mean(scores, 0),
            _ => scores,
        };
    }

    // Of nothing, 0; Keras 3 adds a little to all.
    private Tensor Ratio(Tensor x, Tensor y) => Dialect == Dialect.Keras3 ? x / (y + LossFunctions.Epsilon) : Ops.DivNoNan(x, y);

    private void BuildFor(Shape yTrue, Shape yPred)
    {
        if (yTrue.Rank != 2 || yPred.Rank != 2 || yPred[1] < 0)
            throw new ArgumentException($"The metric '{Name}' takes targets and predictions (batch, classes); they have the shapes {yTrue} and {yPred}.");
        var shape = Average == ScoreAverage.Micro ? Shape.Scalar : Shape.Create([yPred[1]]);
        using (Graphs.FunctionGraph.Suspend())
            (hits, falseAlarms, misses, targets) =
                (AddVariable("true_positives", shape), AddVariable("false_positives", shape), AddVariable("false_negatives", shape), AddVariable("intermediate_weights", shape));
    }
}

/// <summary>The harmonic mean of precision and recall. Keras: <c>keras.metrics.F1Score</c>.</summary>
/// <remarks>Targets and predictions (batch, classes).</remarks>
[KerasObject("F1Score", Keys = ["name", "dtype", "average", "threshold"])]
public sealed partial class F1Score(ScoreAverage? average = null, double? threshold = null) : FBetaScore(average, 1, threshold)
{
    private protected override string DefaultName => "f1_score";
}
