using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>Mean crossentropy of targets and predictions that are each a probability. Keras: <c>keras.metrics.BinaryCrossentropy</c>.</summary>
[KerasObject("BinaryCrossentropy", "bce", "BCE")]
public sealed partial class BinaryCrossentropy(bool fromLogits = false, double labelSmoothing = 0) : MeanMetricWrapper
{
    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    [Config]
    public bool FromLogits { get; } = fromLogits;

    /// <summary>How far targets are spread out.</summary>
    [Config]
    public double LabelSmoothing { get; } = labelSmoothing;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.BinaryCrossentropy(yTrue, yPred, FromLogits, LabelSmoothing);
}

/// <summary>Mean crossentropy of one-hot classes and predicted distributions. Keras: <c>keras.metrics.CategoricalCrossentropy</c>.</summary>
[KerasObject("CategoricalCrossentropy")]
public sealed partial class CategoricalCrossentropy(bool fromLogits = false, double labelSmoothing = 0, int axis = -1) : MeanMetricWrapper
{
    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    [Config]
    public bool FromLogits { get; } = fromLogits;

    /// <summary>How far targets are spread out.</summary>
    [Config]
    public double LabelSmoothing { get; } = labelSmoothing;

    /// <summary>The axis of the classes.</summary>
    [Config]
    public int Axis { get; } = axis;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.CategoricalCrossentropy(yTrue, yPred, FromLogits, LabelSmoothing, Axis);
}

/// <summary>Mean crossentropy of integer class labels and predicted distributions. Keras: <c>keras.metrics.SparseCategoricalCrossentropy</c>.</summary>
[KerasObject("SparseCategoricalCrossentropy")]
public sealed partial class SparseCategoricalCrossentropy(bool fromLogits = false, int? ignoreClass = null, int axis = -1) : MeanMetricWrapper
{
    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    [Config]
    public bool FromLogits { get; } = fromLogits;

    /// <summary>A class whose elements have loss 0.</summary>
    [Config]
    public int? IgnoreClass { get; } = ignoreClass;

    /// <summary>The axis of the classes.</summary>
    [Config]
    public int Axis { get; } = axis;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.SparseCategoricalCrossentropy(yTrue, yPred, FromLogits, IgnoreClass, Axis);
}
