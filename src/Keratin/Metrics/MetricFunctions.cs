using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>The functions of <c>keras.metrics</c> that are no losses: of targets and predictions, 1 for each hit and 0 for each miss.</summary>
public static partial class MetricFunctions
{
    /// <summary>Whether predictions equal targets.</summary>
    public static Tensor Accuracy(Tensor yTrue, Tensor yPred)
    {
        yTrue = LossFunctions.As(yTrue, yPred);
        (yTrue, yPred) = Ranks.Align(yTrue, yPred, Dialects.Current);
        return Hits(Ops.Equal(yTrue, yPred));
    }

    /// <summary>Whether predictions, above a threshold or not, equal targets of 0 and 1; in Keras 2 the mean of it over the last axis.</summary>
    public static Tensor BinaryAccuracy(Tensor yTrue, Tensor yPred, double threshold = 0.5)
    {
        var hits = BinaryMatches(yTrue, yPred, threshold);
        return Dialects.Current == Dialect.Keras2 ? Ops.Mean(hits, -1) : hits;
    }

    /// <summary>Whether the likeliest class is the one of the one-hot targets.</summary>
    public static Tensor CategoricalAccuracy(Tensor yTrue, Tensor yPred) => Hits(Ops.Equal(Ops.ArgMax(yTrue, -1), Ops.ArgMax(yPred, -1)));

    /// <summary>Whether the likeliest class is the label.</summary>
    public static Tensor SparseCategoricalAccuracy(Tensor yTrue, Tensor yPred)
    {
        if (yTrue.Rank == yPred.Rank && yTrue.Rank > 0 && yTrue.Shape[^1] is 1) yTrue = Ops.Squeeze(yTrue, [-1]);
        // Labels may be floats with a fraction: those hit nothing.
        return Hits(Ops.Equal(LossFunctions.As(yTrue, yPred), Ops.Cast(Ops.ArgMax(yPred, -1), yPred.DType)));
    }

    /// <summary>Whether the class of the one-hot targets is among the k likeliest.</summary>
    public static Tensor TopKCategoricalAccuracy(Tensor yTrue, Tensor yPred, int k = 5) => SparseTopKCategoricalAccuracy(Ops.ArgMax(yTrue, -1), yPred, k);

    /// <summary>Whether the label is among the k likeliest classes.</summary>
    public static Tensor SparseTopKCategoricalAccuracy(Tensor yTrue, Tensor yPred, int k = 5)
    {
        var labels = Ops.Cast(yTrue, DType.Int32);
        var shape = labels.Rank == 1 ? null : Ops.Shape(labels);
        if (yPred.Rank > 2) yPred = Ops.Reshape(yPred, new[] { -1, checked((int)yPred.Shape[^1]) });
        var hits = Hits(Ops.InTopKV2(yPred, shape is null ? labels : Ops.Reshape(labels, new[] { -1 }), k));
        return shape is null ? hits : Ops.Reshape(hits, shape);
    }

    internal static Tensor BinaryMatches(Tensor yTrue, Tensor yPred, double threshold)
    {
        if (Dialects.Current == Dialect.Keras3) (yTrue, yPred) = Ranks.ToSameRank(yTrue, yPred);
        return Hits(Ops.Equal(yTrue, Ops.Cast(yPred > threshold, yTrue.DType)));
    }

    private static Tensor Hits(Tensor matches) => Ops.Cast(matches, DType.Float32);
}
