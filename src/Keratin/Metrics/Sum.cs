using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>The weighted sum of values (<c>keras.metrics.Sum</c>).</summary>
[KerasObject("Sum")]
public sealed partial class Sum : Metric
{
    private Variable? total;

    /// <inheritdoc/>
    protected override void Build() => total = AddVariable("total", Shape.Scalar);

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        EnsureBuilt();
        total!.AssignAdd(WeightedReduction.Sum(Weighting.Apply(yTrue, sampleWeight, this, averages: false).Values));
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        EnsureBuilt();
        return total!.Value;
    }
}
