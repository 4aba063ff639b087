using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>Mean of Pearson's correlation of targets and predictions: -1 to 1. Keras: <c>keras.metrics.PearsonCorrelation</c> (Keras 3).</summary>
[KerasObject("PearsonCorrelation")]
public sealed partial class PearsonCorrelation(Axes? axis = null) : MeanMetricWrapper
{
    /// <summary>The axis, or axes, along which values are correlated.</summary>
    [Config]
    public Axes? Axis { get; } = axis ?? -1;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => MetricFunctions.PearsonCorrelation(yTrue, yPred, Axis);
}

/// <summary>Mean of Lin's concordance of targets and predictions: 1 where they are equal. Keras: <c>keras.metrics.ConcordanceCorrelation</c> (Keras 3).</summary>
[KerasObject("ConcordanceCorrelation")]
public sealed partial class ConcordanceCorrelation(Axes? axis = null) : MeanMetricWrapper
{
    /// <summary>The axis, or axes, along which values are compared.</summary>
    [Config]
    public Axes? Axis { get; } = axis ?? -1;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => MetricFunctions.ConcordanceCorrelation(yTrue, yPred, Axis);
}
