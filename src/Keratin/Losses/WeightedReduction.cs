using Keratin.Engines;

namespace Keratin.Losses;

/// <summary>Weights, masks and reduces the losses (or metric values) of a batch's elements.</summary>
internal static class WeightedReduction
{
    // Keeps the share of counted elements finite when a mask leaves none.
    private const float Epsilon = 1e-7f;

    public static Tensor Reduce(Tensor values, Tensor? sampleWeight, Tensor? mask, Reduction reduction)
    {
        bool averages = reduction is Reduction.Auto or Reduction.SumOverBatchSize or Reduction.Mean;
        sampleWeight = ApplyMask(sampleWeight, mask, values.DType, averages);
        if (sampleWeight is not null)
        {
            sampleWeight = Ops.Cast(sampleWeight, values.DType);
            (values, sampleWeight) = SqueezeOrExpand(values, sampleWeight);
            values = values * sampleWeight;
        }
        return reduction switch
        {
            Reduction.None => values,
            Reduction.Sum => Sum(values),
            Reduction.MeanWithSampleWeight when sampleWeight is not null => Ops.DivNoNan(Sum(values), Sum(Ops.BroadcastTo(sampleWeight, Ops.Shape(values)))),
            _ => Sum(values) / ElementCount(values),
        };
    }

    /// <summary>The weights with those of masked elements zero, the others scaled so that averages count only them.</summary>
    public static Tensor? ApplyMask(Tensor? sampleWeight, Tensor? mask, DType dtype, bool averages)
    {
        if (mask is null) return sampleWeight;
        mask = Ops.Cast(mask, dtype);
        if (averages) mask = mask * (ElementCount(mask) / (Sum(mask) + Epsilon));
        if (sampleWeight is null) return mask;
        (mask, sampleWeight) = SqueezeOrExpand(mask, Ops.Cast(sampleWeight, dtype));
        return sampleWeight * mask;
    }

    /// <summary>Makes ranks equal: a last axis of size 1 is dropped from or added to the weights, more axes are added for broadcasting.</summary>
    public static (Tensor Values, Tensor Weights) SqueezeOrExpand(Tensor values, Tensor weights)
    {
        int rank = values.Rank, weightRank = weights.Rank;
        if (rank < 0 || weightRank < 0) return (values, weights);
        if (weightRank == rank + 1 && weights.Shape[^1] == 1) return (values, Ops.Squeeze(weights, [-1]));
        if (rank == weightRank + 1 && values.Shape[^1] == 1 && weightRank > 0) return (Ops.Squeeze(values, [-1]), weights);
        for (; weightRank > 0 && weightRank < rank; weightRank++) weights = Ops.ExpandDims(weights, -1);
        return (values, weights);
    }

    public static Tensor Sum(Tensor values) => Ops.Sum(values, AllAxes(values));

    private static Tensor ElementCount(Tensor values) =>
        values.Shape.IsFullyDefined ? Ops.Cast(Tensor.Scalar((float)values.Shape.ElementCount), values.DType) : Ops.Cast(Ops.Size(values), values.DType);

    private static Tensor AllAxes(Tensor values)
    {
        if (values.Rank < 0) throw new OpException("Sum", "the rank of the values to be reduced is unknown.");
        var axes = new int[values.Rank];
        for (int i = 0; i < axes.Length; i++) axes[i] = i;
        return axes;
    }
}
