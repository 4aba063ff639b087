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

/// <summary><c>(1 - p^q) / q</c> of the probability p of the class, robust against wrong labels. Keras: <c>keras.losses.CategoricalGeneralizedCrossEntropy</c> (Keras 3).</summary>
/// <remarks>Targets are integer labels (batch), predictions (batch, classes).</remarks>
[KerasObject("CategoricalGeneralizedCrossEntropy")]
public sealed partial class CategoricalGeneralizedCrossEntropy(double q = 0.5) : LossFunctionWrapper
{
    /// <summary>Between crossentropy (near 0) and the mean absolute error (near 1).</summary>
    [Config]
    public double Q { get; } = q is > 0 and < 1 ? q : throw new ArgumentOutOfRangeException(nameof(q), q, "It has to lie between 0 and 1.");

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.CategoricalGeneralizedCrossEntropy(yTrue, yPred, Q);
}
