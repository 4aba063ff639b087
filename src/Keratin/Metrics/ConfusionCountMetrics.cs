using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>Counts elements of one kind at each threshold: what the four counting metrics share.</summary>
[KerasObject]
public abstract partial class ConfusionCount(Thresholds? thresholds) : Metric
{
    private Variable? accumulator;

    /// <summary>From which prediction on an element counts as positive; 0.5 when null.</summary>
    [Config]
    public Thresholds? Thresholds { get; } = thresholds;

    private double[] Values => [.. (Thresholds ?? 0.5).Values];

    /// <inheritdoc/>
    protected override void Build() => accumulator = AddVariable("accumulator", Shape.Of(Values.Length));

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        EnsureBuilt();
        using var behaviour = Dialects.Use(Dialect);
        var counter = new ConfusionCounter(Values, Metrics.Thresholds.AreEven(Values));
        accumulator!.AssignAdd(Of(counter.Count(yTrue, Predictions(yPred), sampleWeight, null, DType)));
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        EnsureBuilt();
        return OnlyOne(accumulator!.Value);
    }

    private protected abstract Tensor Of(ConfusionCounts counts);
}

/// <summary>How many positives were found. Keras: <c>keras.metrics.TruePositives</c>.</summary>
[KerasObject("TruePositives")]
public sealed partial class TruePositives(Thresholds? thresholds = null) : ConfusionCount(thresholds)
{
    private protected override Tensor Of(ConfusionCounts counts) => counts.TruePositives;
}

/// <summary>How many negatives were found. Keras: <c>keras.metrics.TrueNegatives</c>.</summary>
[KerasObject("TrueNegatives")]
public sealed partial class TrueNegatives(Thresholds? thresholds = null) : ConfusionCount(thresholds)
{
    private protected override Tensor Of(ConfusionCounts counts) => counts.TrueNegatives;
}

/// <summary>How many negatives were taken for positives. Keras: <c>keras.metrics.FalsePositives</c>.</summary>
[KerasObject("FalsePositives")]
public sealed partial class FalsePositives(Thresholds? thresholds = null) : ConfusionCount(thresholds)
{
    private protected override Tensor Of(ConfusionCounts counts) => counts.FalsePositives;
}

/// <summary>How many positives were missed. Keras: <c>keras.metrics.FalseNegatives</c>.</summary>
[KerasObject("FalseNegatives")]
public sealed partial class FalseNegatives(Thresholds? thresholds = null) : ConfusionCount(thresholds)
{
    private protected override Tensor Of(ConfusionCounts counts) => counts.FalseNegatives;
}
