using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>Counts of all four kinds at each threshold: what curves are drawn from.</summary>
[KerasObject]
public abstract partial class ConfusionCurve : Metric
{
    private protected ConfusionCurve()
    {
    }

    private protected Variable? TruePositives { get; private set; }

    private protected Variable? FalsePositives { get; private set; }

    private protected Variable? TrueNegatives { get; private set; }

    private protected Variable? FalseNegatives { get; private set; }

    private protected Tensor Recall => Ops.DivNoNan(TruePositives!.Value, TruePositives.Value + FalseNegatives!.Value);

    private protected Tensor Precision => Ops.DivNoNan(TruePositives!.Value, TruePositives.Value + FalsePositives!.Value);

    private protected Tensor Specificity => Ops.DivNoNan(TrueNegatives!.Value, TrueNegatives.Value + FalsePositives!.Value);

    private protected abstract Shape CountsShape { get; }

    /// <inheritdoc/>
    protected override void Build()
    {
        TruePositives = AddVariable("true_positives", CountsShape);
        // The order of the two in the middle is the dialect's.
        if (Dialect == Dialect.Keras2) TrueNegatives = AddVariable("true_negatives", CountsShape);
        FalsePositives = AddVariable("false_positives", CountsShape);
        TrueNegatives ??= AddVariable("true_negatives", CountsShape);
        FalseNegatives = AddVariable("false_negatives", CountsShape);
    }

    private protected void Add(ConfusionCounts counts)
    {
        TruePositives!.AssignAdd(counts.TruePositives);
        FalsePositives!.AssignAdd(counts.FalsePositives);
        TrueNegatives!.AssignAdd(counts.TrueNegatives);
        FalseNegatives!.AssignAdd(counts.FalseNegatives);
    }
}
