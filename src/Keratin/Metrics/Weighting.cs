using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>Values with their weights on, as metrics that add up need them.</summary>
internal static class Weighting
{
    /// <summary>
    /// The values times their weights, and the weights in the values' shape. In Keras 3 all axes but the first are reduced,
    /// by mean or sum (<c>reduce_to_samplewise_values</c>).
    /// </summary>
    public static (Tensor Values, Tensor? Weights) Apply(Tensor values, Tensor? sampleWeight, Metric metric, bool averages)
    {
        var (mask, dtype) = (values.KerasMask, metric.DType);
        values = Ops.Cast(values, dtype);
        if (sampleWeight is not null) sampleWeight = Ops.Cast(sampleWeight, dtype);
        return metric.Dialect == Dialect.Keras3 ? Samplewise(values, sampleWeight, mask, averages) : Elementwise(values, sampleWeight, mask, averages);
    }

    private static (Tensor, Tensor?) Samplewise(Tensor values, Tensor? weights, Tensor? mask, bool averages)
    {
        Tensor Reduce(Tensor x, int from)
        {
            if (x.Rank <= from) return x;
            var axes = Enumerable.Range(from, x.Rank - from).ToArray();
            return averages ? Ops.Mean(x, axes) : Ops.Sum(x, axes);
        }

        if (weights is not null)
        {
            if (mask is not null) weights = WeightedReduction.ApplyMask(weights, mask, values.DType, averages: false, Dialect.Keras3)!;
            (values, weights) = Ranks.ToSameRank(values, weights);
            values = Reduce(values, weights.Rank);
            weights = Ops.BroadcastTo(weights, Ops.Shape(values));
            values *= weights;
            weights = Reduce(weights, 1);
        }
        return (Reduce(values, 1), weights);
    }

    private static (Tensor, Tensor?) Elementwise(Tensor values, Tensor? weights, Tensor? mask, bool averages)
    {
        weights = WeightedReduction.ApplyMask(weights, mask, values.DType, averages: false, Dialect.Keras2);
        if (weights is null) return (values, null);
        (values, weights) = Ranks.AlignWeights(values, weights, Dialect.Keras2);
        // Weights of fewer axes: what they stand for is averaged (or added) first.
        if (weights.Rank > 0 && weights.Rank < values.Rank)
        {
            var axes = Enumerable.Range(weights.Rank, values.Rank - weights.Rank).ToArray();
            values = averages ? Ops.Mean(values, axes) : Ops.Sum(values, axes);
        }
        else if (!SameShape(values, weights)) weights = Ops.BroadcastTo(weights, Ops.Shape(values));
        return (values * weights, weights);
    }

    private static bool SameShape(Tensor a, Tensor b) => a.Shape.IsFullyDefined && a.Shape.Equals(b.Shape);
}
