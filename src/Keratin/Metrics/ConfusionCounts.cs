using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>The weights of positives and negatives at each threshold (and label), as a batch adds them.</summary>
internal readonly record struct ConfusionCounts(Tensor TruePositives, Tensor FalsePositives, Tensor TrueNegatives, Tensor FalseNegatives);

/// <summary>Counts hits and misses at thresholds (<c>update_confusion_matrix_variables</c>).</summary>
internal sealed record ConfusionCounter(double[] Thresholds, bool AreEven, bool HasEpsilon = false, bool MultiLabel = false, int? TopK = null, int? ClassId = null)
{
    // What Keras puts in the place of predictions that are not among the k largest.
    public const double Lowest = -1e10;

    public ConfusionCounts Count(Tensor yTrue, Tensor yPred, Tensor? sampleWeight, Tensor? labelWeights, DType dtype)
    {
        (yTrue, yPred) = (Ops.Cast(yTrue, dtype), Ops.Cast(yPred, dtype));
        (yPred, yTrue) = Ranks.Align(yPred, yTrue, Dialects.Current);
        if (TopK is { } k) yPred = OnlyLargest(yPred, k);
        if (ClassId is { } id) (yTrue, yPred) = (Ops.GatherV2(yTrue, new[] { id }, yTrue.Rank - 1), Ops.GatherV2(yPred, new[] { id }, yPred.Rank - 1));

        var isTrue = Ops.Cast(Ops.NotEqual(yTrue, Scalars.Like(yTrue, 0)), dtype);
        Tensor positive = isTrue, negative = 1.0 - isTrue;
        if (Weights(yPred, sampleWeight, labelWeights, dtype) is { } weights) (positive, negative) = (positive * weights, negative * weights);
        if (!MultiLabel) (yPred, positive, negative) = (AsColumn(yPred), AsColumn(positive), AsColumn(negative));

        Func<Tensor, Tensor> above = AreEven ? Buckets(yPred) : Comparison(yPred);
        Tensor hits = above(positive), falseAlarms = above(negative);
        return new(Shaped(hits), Shaped(falseAlarms), Shaped(Ops.Sum(negative, 0) - falseAlarms), Shaped(Ops.Sum(positive, 0) - hits));
    }

    private Tensor Shaped(Tensor counts) => MultiLabel ? counts : Ops.Reshape(counts, new[] { Thresholds.Length });

    private static Tensor AsColumn(Tensor x) => Ops.Reshape(x, new[] { -1, 1 });

    private static Tensor? Weights(Tensor yPred, Tensor? sampleWeight, Tensor? labelWeights, DType dtype)
    {
        if (sampleWeight is not null)
        {
            sampleWeight = Ops.Cast(sampleWeight, dtype);
            if (sampleWeight.Rank == yPred.Rank - 1) sampleWeight = Ops.ExpandDims(sampleWeight, -1);
            sampleWeight = Ops.BroadcastTo(sampleWeight, Ops.Shape(yPred));
        }
        if (labelWeights is null) return sampleWeight;
        labelWeights = Ops.BroadcastTo(Ops.Cast(labelWeights, dtype), Ops.Shape(yPred));
        return sampleWeight is null ? labelWeights : sampleWeight * labelWeights;
    }

    // The sum of x over the elements above each threshold, by comparing each with each.
    private Func<Tensor, Tensor> Comparison(Tensor yPred)
    {
        var thresholds = Ops.Reshape(Ops.Cast(Tensor.From(Thresholds), yPred.DType), new[] { Thresholds.Length, 1, 1 });
        var isAbove = Ops.Cast(Ops.ExpandDims(yPred, 0) > thresholds, yPred.DType);
        return x => Ops.Sum(isAbove * Ops.ExpandDims(x, 0), 1);
    }

    // The same for evenly spaced thresholds, in time independent of their number: each element adds to its bucket, buckets add up.
    private Func<Tensor, Tensor> Buckets(Tensor yPred)
    {
        int count = Thresholds.Length, labels = checked((int)yPred.Shape[^1]);
        var bucket = Ops.Ceil(LossFunctions.Clip(yPred, 0, 1) * (double)(count - 1)) - 1.0;
        if (HasEpsilon) bucket = Ops.Relu(bucket);
        var places = Ops.Cast(bucket, DType.Int32) * labels + Tensor.From(Enumerable.Range(0, labels).ToArray());
        places = Ops.Reshape(places, new[] { -1 });
        return x => Ops.Cumsum(Ops.Reshape(Ops.UnsortedSegmentSum(Ops.Reshape(x, new[] { -1 }), places, count * labels), new[] { count, labels }), 0, reverse: true);
    }

    private static Tensor OnlyLargest(Tensor x, int k)
    {
        var indices = Ops.TopKV2(x, k).Indices;
        var mask = Ops.Sum(Ops.OneHot(indices, checked((int)x.Shape[^1]), x.DType), -2);
        return x * mask + Lowest * (1.0 - mask);
    }
}
