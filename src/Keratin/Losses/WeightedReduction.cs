using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>Weights, masks and reduces the losses of a batch's elements.</summary>
internal static class WeightedReduction
{
    public static Tensor Reduce(Tensor values, Tensor? sampleWeight, Tensor? mask, Reduction reduction, Dialect dialect)
    {
        bool averages = reduction is Reduction.Auto or Reduction.SumOverBatchSize or Reduction.Mean;
        sampleWeight = ApplyMask(sampleWeight, mask, values.DType, averages, dialect);
        if (sampleWeight is not null)
        {
            (values, sampleWeight) = Ranks.AlignWeights(values, Ops.Cast(sampleWeight, values.DType), dialect);
            values *= sampleWeight;
        }
        if (reduction == Reduction.None || values.Rank == 0) return values;
        return reduction switch
        {
            Reduction.Sum => Sum(values),
            Reduction.MeanWithSampleWeight when sampleWeight is not null => Ops.DivNoNan(Sum(values), Sum(sampleWeight)),
            _ => Ops.DivNoNan(Sum(values), ElementCount(values)),
        };
    }

    /// <summary>The weights with those of masked elements zero, the others scaled so that averages count only them.</summary>
    public static Tensor? ApplyMask(Tensor? sampleWeight, Tensor? mask, DType dtype, bool averages, Dialect dialect)
    {
        if (mask is null) return sampleWeight;
        mask = Ops.Cast(mask, dtype);
        if (averages)
        {
            var (total, valid) = (ElementCount(mask), Sum(mask));
            // Where nothing counts, Keras 2 gives NaN.
            mask *= dialect == Dialect.Keras3 ? Ops.DivNoNan(total, valid) : total / valid;
        }
        if (sampleWeight is null) return mask;
        (mask, sampleWeight) = Ranks.AlignWeights(mask, Ops.Cast(sampleWeight, dtype), dialect);
        return sampleWeight * mask;
    }

    public static Tensor Sum(Tensor values) => values.Rank == 0 ? values : Ops.Sum(values, Scalars.AllAxes(values));

    public static Tensor ElementCount(Tensor values) =>
        values.Shape.IsFullyDefined ? Scalars.Like(values, values.Shape.ElementCount) : Ops.Cast(Ops.Size(values), values.DType);
}
