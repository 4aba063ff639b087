using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>Crossentropy of integer class labels and predicted distributions. Keras: <c>keras.losses.SparseCategoricalCrossentropy</c>.</summary>
/// <remarks>Targets (batch, …) or (batch, …, 1), predictions (batch, …, classes).</remarks>
[KerasObject("SparseCategoricalCrossentropy")]
public sealed partial class SparseCategoricalCrossentropy(bool fromLogits = false, int? ignoreClass = null) : LossFunctionWrapper
{
    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    [Config]
    public bool FromLogits { get; } = fromLogits;

    /// <summary>A class whose elements don't count.</summary>
    [Config]
    public int? IgnoreClass { get; } = ignoreClass;

    /// <summary>The axis of the classes. As in Keras, configs don't hold it.</summary>
    public int Axis { get; init; } = -1;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.SparseCategoricalCrossentropy(yTrue, yPred, FromLogits, IgnoreClass, Axis);
}
