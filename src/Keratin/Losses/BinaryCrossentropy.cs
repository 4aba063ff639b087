using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>Crossentropy of targets and predictions that are each a probability. Keras: <c>keras.losses.BinaryCrossentropy</c>.</summary>
[KerasObject("BinaryCrossentropy", "bce", "BCE")]
public sealed partial class BinaryCrossentropy(bool fromLogits = false, double labelSmoothing = 0, int axis = -1) : LossFunctionWrapper
{
    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    [Config]
    public bool FromLogits { get; } = fromLogits;

    /// <summary>How far targets are moved towards 1/2: 0 not at all, 1 all the way.</summary>
    [Config]
    public double LabelSmoothing { get; } = labelSmoothing;

    /// <summary>The axis to average over.</summary>
    [Config]
    public int Axis { get; } = axis;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.BinaryCrossentropy(yTrue, yPred, FromLogits, LabelSmoothing, Axis);
}
