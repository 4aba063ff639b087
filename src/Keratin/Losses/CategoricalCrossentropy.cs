using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>Crossentropy of one-hot classes and predicted distributions. Keras: <c>keras.losses.CategoricalCrossentropy</c>.</summary>
/// <remarks>Targets and predictions (batch, …, classes).</remarks>
[KerasObject("CategoricalCrossentropy")]
public sealed partial class CategoricalCrossentropy(bool fromLogits = false, double labelSmoothing = 0, int axis = -1) : LossFunctionWrapper
{
    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    [Config]
    public bool FromLogits { get; } = fromLogits;

    /// <summary>The share of targets that is spread over all classes.</summary>
    [Config]
    public double LabelSmoothing { get; } = labelSmoothing;

    /// <summary>The axis of the classes.</summary>
    [Config]
    public int Axis { get; } = axis;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.CategoricalCrossentropy(yTrue, yPred, FromLogits, LabelSmoothing, Axis);
}
