using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <content>Correlations of targets and predictions.</content>
public static partial class MetricFunctions
{
    /// <summary>Pearson's correlation along an axis, the last one by default: -1 to 1.</summary>
    public static Tensor PearsonCorrelation(Tensor yTrue, Tensor yPred, Axes? axis = null)
    {
        (yTrue, yPred) = Ranks.ToSameRank(LossFunctions.As(yTrue, yPred), yPred);
        var axes = (axis ?? -1).ToTensor();
        return Ops.Mean(Standardized(yTrue) * Standardized(yPred), axes);

        Tensor Standardized(Tensor x)
        {
            x -= Ops.Mean(x, axes, keepDims: true);
            return x / Ops.Sqrt(Variance(x, axes));
        }
    }

    /// <summary>Lin's concordance along an axis, the last one by default: 1 where targets and predictions are equal.</summary>
    public static Tensor ConcordanceCorrelation(Tensor yTrue, Tensor yPred, Axes? axis = null)
    {
        (yTrue, yPred) = Ranks.ToSameRank(LossFunctions.As(yTrue, yPred), yPred);
        var axes = (axis ?? -1).ToTensor();
        Tensor trueMean = Ops.Mean(yTrue, axes, keepDims: true), predictedMean = Ops.Mean(yPred, axes, keepDims: true);
        // Keras takes the predictions' mean off the targets, too; the mean of the product is the same.
        var covariance = (yTrue - predictedMean) * (yPred - predictedMean);
        var size = Variance(yTrue - trueMean, axes) + Variance(yPred - predictedMean, axes) + Ops.Square(trueMean - predictedMean);
        return Ops.Mean(2.0 * covariance / (size + LossFunctions.Epsilon), axes);
    }

    private static Tensor Variance(Tensor x, Tensor axes) => Ops.Mean(Ops.SquaredDifference(x, Ops.Mean(x, axes, keepDims: true)), axes, keepDims: true);
}
