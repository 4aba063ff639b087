using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>The share of true positives among them and a kind of misses: what precision and recall share.</summary>
[KerasObject]
public abstract partial class TruePositiveShare(Thresholds? thresholds, int? topK, int? classId) : Metric
{
    private Variable? hits;
    private Variable? misses;

    /// <summary>From which prediction on an element counts as positive; 0.5 when null.</summary>
    [Config]
    public Thresholds? Thresholds { get; } = thresholds;

    /// <summary>If given, only the so many largest predictions count as positive.</summary>
    [Config]
    public int? TopK { get; } = topK;

    /// <summary>If given, only this class counts.</summary>
    [Config]
    public int? ClassId { get; } = classId;

    private double[] Values => Thresholds is { } given ? [.. given.Values] : [TopK is null ? 0.5 : ConfusionCounter.Lowest];

    /// <inheritdoc/>
    protected override void Build() => (hits, misses) = (AddVariable("true_positives", Shape.Of(Values.Length)), AddVariable(MissesName, Shape.Of(Values.Length)));

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        EnsureBuilt();
        using var behaviour = Dialects.Use(Dialect);
        var counter = new ConfusionCounter(Values, Metrics.Thresholds.AreEven(Values), TopK: TopK, ClassId: ClassId);
        var counts = counter.Count(yTrue, Predictions(yPred), sampleWeight, null, DType);
        hits!.AssignAdd(counts.TruePositives);
        misses!.AssignAdd(Misses(counts));
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        EnsureBuilt();
        return OnlyOne(Ops.DivNoNan(hits!.Value, hits.Value + misses!.Value));
    }

    private protected abstract string MissesName { get; }

    private protected abstract Tensor Misses(ConfusionCounts counts);
}

/// <summary>The share of true positives among predicted positives. Keras: <c>keras.metrics.Precision</c>.</summary>
[KerasObject("Precision")]
public sealed partial class Precision(Thresholds? thresholds = null, int? topK = null, int? classId = null) : TruePositiveShare(thresholds, topK, classId)
{
    private protected override string MissesName => "false_positives";

    private protected override Tensor Misses(ConfusionCounts counts) => counts.FalsePositives;
}

/// <summary>The share of positives that were found. Keras: <c>keras.metrics.Recall</c>.</summary>
[KerasObject("Recall")]
public sealed partial class Recall(Thresholds? thresholds = null, int? topK = null, int? classId = null) : TruePositiveShare(thresholds, topK, classId)
{
    private protected override string MissesName => "false_negatives";

    private protected override Tensor Misses(ConfusionCounts counts) => counts.FalseNegatives;
}
