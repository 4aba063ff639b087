using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>Binary crossentropy in which easy elements count less. Keras: <c>keras.losses.BinaryFocalCrossentropy</c>.</summary>
[KerasObject("BinaryFocalCrossentropy")]
public sealed partial class BinaryFocalCrossentropy(
    bool applyClassBalancing = false, double alpha = 0.25, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0, int axis = -1) : LossFunctionWrapper
{
    /// <summary>Whether class 1 is weighted by alpha and class 0 by 1 - alpha.</summary>
    [Config]
    public bool ApplyClassBalancing { get; } = applyClassBalancing;

    /// <summary>The weight of class 1.</summary>
    [Config]
    public double Alpha { get; } = alpha;

    /// <summary>How much easy elements are played down.</summary>
    [Config]
    public double Gamma { get; } = gamma;

    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    [Config]
    public bool FromLogits { get; } = fromLogits;

    /// <summary>How far targets are moved towards 1/2.</summary>
    [Config]
    public double LabelSmoothing { get; } = labelSmoothing;

    /// <summary>The axis to average over.</summary>
    [Config]
    public int Axis { get; } = axis;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) =>
        LossFunctions.BinaryFocalCrossentropy(yTrue, yPred, ApplyClassBalancing, Alpha, Gamma, FromLogits, LabelSmoothing, Axis);
}

/// <summary>Categorical crossentropy in which easy elements count less. Keras: <c>keras.losses.CategoricalFocalCrossentropy</c>.</summary>
[KerasObject("CategoricalFocalCrossentropy")]
public sealed partial class CategoricalFocalCrossentropy(
    double alpha = 0.25, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0, int axis = -1) : LossFunctionWrapper
{
    /// <summary>The weight.</summary>
    [Config]
    public double Alpha { get; } = alpha;

    /// <summary>How much easy elements are played down.</summary>
    [Config]
    public double Gamma { get; } = gamma;

    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    [Config]
    public bool FromLogits { get; } = fromLogits;

    /// <summary>The share of targets that is spread over all classes.</summary>
    [Config]
    public double LabelSmoothing { get; } = labelSmoothing;

    /// <summary>The axis of the classes.</summary>
    [Config]
    public int Axis { get; } = axis;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) =>
        LossFunctions.CategoricalFocalCrossentropy(yTrue, yPred, Alpha, Gamma, FromLogits, LabelSmoothing, Axis);
}
