using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>The curves under which <see cref="AUC"/> takes the area.</summary>
public enum AUCCurve
{
    /// <summary>True positive rate over false positive rate.</summary>
    [ConfigName("ROC", "roc")]
    ROC,

    /// <summary>Precision over recall.</summary>
    [ConfigName("PR", "pr")]
    PR,

    /// <summary>Precision gain over recall gain (Keras 3).</summary>
    [ConfigName("PRGAIN", "prgain")]
    PRGAIN,
}

/// <summary>How the area between two points of a curve is taken.</summary>
public enum AUCSummationMethod
{
    /// <summary>The mean of both heights; for PR the curve that lies between.</summary>
    [ConfigName("interpolation", "Interpolation")]
    Interpolation,

    /// <summary>The larger height.</summary>
    [ConfigName("majoring", "Majoring")]
    Majoring,

    /// <summary>The smaller height.</summary>
    [ConfigName("minoring", "Minoring")]
    Minoring,
}

/// <summary>The area under a curve of two rates, drawn through thresholds. Keras: <c>keras.metrics.AUC</c>.</summary>
[KerasObject("AUC")]
public sealed partial class AUC : ConfusionCurve
{
    private const double Epsilon = 1e-7;
    private readonly double[] thresholds;
    private int labels;

    /// <summary>An area over nothing yet.</summary>
    public AUC(
        int numThresholds = 200, AUCCurve curve = AUCCurve.ROC, AUCSummationMethod summationMethod = AUCSummationMethod.Interpolation, IReadOnlyList<double>? thresholds = null,
        bool multiLabel = false, int? numLabels = null, EagerTensor? labelWeights = null, bool fromLogits = false)
    {
        if (thresholds is null && numThresholds <= 1) throw new ArgumentOutOfRangeException(nameof(numThresholds), numThresholds, "A curve needs at least two thresholds.");
        if (numLabels is not null && !multiLabel) throw new ArgumentException("The number of labels only counts with multiLabel.", nameof(numLabels));
        this.thresholds = thresholds is null ? Metrics.Thresholds.Even(numThresholds) : [0, .. thresholds.Order(), 1];
        (NumThresholds, Curve, SummationMethod, Thresholds) = (this.thresholds.Length, curve, summationMethod, thresholds);
        (MultiLabel, NumLabels, LabelWeights, FromLogits) = (multiLabel, numLabels, labelWeights, fromLogits);
        labels = numLabels ?? 0;
    }

    /// <summary>How many thresholds there are, 0 and 1 included.</summary>
    [Config]
    public int NumThresholds { get; }

    /// <summary>The curve.</summary>
    [Config]
    public AUCCurve Curve { get; }

    /// <summary>How areas are taken.</summary>
    [Config]
    public AUCSummationMethod SummationMethod { get; }

    /// <summary>Whether each label has a curve of its own; the result is the mean of the areas.</summary>
    [Config]
    public bool MultiLabel { get; }

    /// <summary>The number of labels, if known beforehand.</summary>
    [Config]
    public int? NumLabels { get; }

    /// <summary>Weights of the labels.</summary>
    [Config(Tensor = Dialect.Keras3)]
    public EagerTensor? LabelWeights { get; }

    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    [Config]
    public bool FromLogits { get; }

    /// <summary>Thresholds between 0 and 1 that were given; else they are evenly spaced.</summary>
    [Config(OmitNull = Dialect.Keras2 | Dialect.Keras3)]
    public IReadOnlyList<double>? Thresholds { get; }

    private protected override Shape CountsShape => MultiLabel ? Shape.Of(NumThresholds, labels) : Shape.Of(NumThresholds);

    /// <inheritdoc/>
    protected override void Build()
    {
        // The labels of a curve each are only known from predictions.
        if (!MultiLabel || labels > 0) base.Build();
    }

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        using var behaviour = Dialects.Use(Dialect);
        var predictions = Predictions(yPred);
        EnsureBuilt();
        if (TruePositives is null)
        {
            labels = checked((int)predictions.Shape[^1]);
            using (Graphs.FunctionGraph.Suspend()) base.Build();
        }
        if (FromLogits) predictions = Ops.Sigmoid(predictions);
        double[] spread = [.. thresholds];
        (spread[0], spread[^1]) = (-Epsilon, 1 + Epsilon);
        var counter = new ConfusionCounter(spread, Metrics.Thresholds.AreEven(thresholds), HasEpsilon: true, MultiLabel);
        Add(counter.Count(yTrue, predictions, sampleWeight, MultiLabel ? null : LabelWeights, DType));
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        EnsureBuilt();
        if (TruePositives is null) return Tensor.Zeros(Shape.Scalar, DType);
        var areas = Ops.Sum(Curve == AUCCurve.PR && SummationMethod == AUCSummationMethod.Interpolation ? InterpolatedPrecision() : Areas(), 0);
        if (!MultiLabel) return areas;
        return LabelWeights is { } weights ? Ops.DivNoNan(Ops.Sum(areas * Ops.Cast(weights, DType), 0), Ops.Sum(Ops.Cast(weights, DType), 0)) : Ops.Mean(areas, 0);
    }

    private Tensor Areas()
    {
        var (x, y) = Curve switch
        {
            AUCCurve.ROC => (Ops.DivNoNan(FalsePositives!.Value, FalsePositives.Value + TrueNegatives!.Value), Recall),
            AUCCurve.PR => (Recall, Precision),
            _ => Gains(),
        };
        var heights = SummationMethod switch
        {
            AUCSummationMethod.Interpolation => (Before(y) + After(y)) / 2.0,
            AUCSummationMethod.Minoring => Ops.Minimum(Before(y), After(y)),
            _ => Ops.Maximum(Before(y), After(y)),
        };
        return (Before(x) - After(x)) * heights;
    }

    private (Tensor Recall, Tensor Precision) Gains()
    {
        Tensor hits = TruePositives!.Value, zeros = Ops.ZerosLike(hits), none = Ops.Equal(hits, zeros);
        var scale = Ops.DivNoNan(hits + FalseNegatives!.Value, TrueNegatives!.Value + FalsePositives!.Value);
        var recall = Ops.SelectV2(none, zeros, 1.0 - scale * Ops.DivNoNan(FalseNegatives.Value, hits));
        var precision = Ops.SelectV2(none, Ops.OnesLike(hits), 1.0 - scale * Ops.DivNoNan(FalsePositives.Value, hits));
        return (Ops.Maximum(recall, zeros), precision);
    }

    // Davis and Goadrich: between two points true positives grow linearly with predicted positives.
    private Tensor InterpolatedPrecision()
    {
        Tensor hits = TruePositives!.Value, predicted = hits + FalsePositives!.Value;
        Tensor before = Before(predicted), after = After(predicted), zeros = Ops.ZerosLike(after);
        var moreHits = Before(hits) - After(hits);
        var slope = Ops.DivNoNan(moreHits, Ops.Maximum(before - after, zeros));
        var intercept = After(hits) - slope * after;
        var ratio = Ops.SelectV2(Ops.LogicalAnd(before > zeros, after > zeros), Ops.DivNoNan(before, Ops.Maximum(after, zeros)), Ops.OnesLike(after));
        return Ops.DivNoNan(slope * (moreHits + intercept * Ops.Log(ratio)), Ops.Maximum(After(hits) + After(FalseNegatives!.Value), zeros));
    }

    private Tensor Before(Tensor x) => Ops.StridedSlice(x, new[] { 0 }, new[] { NumThresholds - 1 }, new[] { 1 });

    private Tensor After(Tensor x) => Ops.StridedSlice(x, new[] { 1 }, new[] { NumThresholds }, new[] { 1 });
}
