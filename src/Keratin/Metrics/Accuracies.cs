using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>How often predictions equal targets. Keras: <c>keras.metrics.Accuracy</c>.</summary>
[KerasObject("Accuracy")]
public sealed partial class Accuracy : MeanMetricWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => MetricFunctions.Accuracy(yTrue, yPred);
}

/// <summary>How often predictions, above the threshold or not, equal targets of 0 and 1. Keras: <c>keras.metrics.BinaryAccuracy</c>.</summary>
[KerasObject("BinaryAccuracy")]
public sealed partial class BinaryAccuracy(double threshold = 0.5) : MeanMetricWrapper
{
    /// <summary>Predictions above it count as 1.</summary>
    [Config]
    public double Threshold { get; } = threshold;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => MetricFunctions.BinaryMatches(yTrue, yPred, Threshold);
}

/// <summary>How often the likeliest class is the one of the one-hot targets. Keras: <c>keras.metrics.CategoricalAccuracy</c>.</summary>
[KerasObject("CategoricalAccuracy")]
public sealed partial class CategoricalAccuracy : MeanMetricWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => MetricFunctions.CategoricalAccuracy(yTrue, yPred);
}

/// <summary>How often the likeliest class is the label. Keras: <c>keras.metrics.SparseCategoricalAccuracy</c>.</summary>
[KerasObject("SparseCategoricalAccuracy")]
public sealed partial class SparseCategoricalAccuracy : MeanMetricWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => MetricFunctions.SparseCategoricalAccuracy(yTrue, yPred);
}

/// <summary>How often the class of the one-hot targets is among the k likeliest. Keras: <c>keras.metrics.TopKCategoricalAccuracy</c>.</summary>
[KerasObject("TopKCategoricalAccuracy")]
public sealed partial class TopKCategoricalAccuracy(int k = 5) : MeanMetricWrapper
{
    /// <summary>How many of the likeliest classes are looked at.</summary>
    [Config]
    public int K { get; } = k;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => MetricFunctions.TopKCategoricalAccuracy(yTrue, yPred, K);
}

/// <summary>How often the label is among the k likeliest classes. Keras: <c>keras.metrics.SparseTopKCategoricalAccuracy</c>.</summary>
[KerasObject("SparseTopKCategoricalAccuracy")]
public sealed partial class SparseTopKCategoricalAccuracy(int k = 5) : MeanMetricWrapper
{
    /// <summary>How many of the likeliest classes are looked at.</summary>
    [Config]
    public int K { get; } = k;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => MetricFunctions.SparseTopKCategoricalAccuracy(yTrue, yPred, K);
}
