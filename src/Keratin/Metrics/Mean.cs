using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>The weighted mean of values (<c>keras.metrics.Mean</c>): a running total and count.</summary>
[KerasObject("Mean")]
public partial class Mean : Metric
{
    private Variable? total;
    private Variable? count;

    /// <inheritdoc/>
    protected override void Build() => (total, count) = (AddVariable("total", Shape.Scalar), AddVariable("count", Shape.Scalar));

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        EnsureBuilt();
        var (values, weights) = Weighting.Apply(yTrue, sampleWeight, this, averages: true);
        total!.AssignAdd(WeightedReduction.Sum(values));
        count!.AssignAdd(weights is null ? WeightedReduction.ElementCount(values) : WeightedReduction.Sum(weights));
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        EnsureBuilt();
        return Ops.DivNoNan(total!.Value, count!.Value);
    }
}
