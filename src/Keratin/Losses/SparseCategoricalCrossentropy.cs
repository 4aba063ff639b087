using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>Crossentropy of integer class labels and predicted distributions. Keras: <c>keras.losses.SparseCategoricalCrossentropy</c>.</summary>
/// <remarks>Targets (batch, …) or (batch, …, 1), predictions (batch, …, classes).</remarks>
[KerasObject("SparseCategoricalCrossentropy")]
public sealed partial class SparseCategoricalCrossentropy(bool fromLogits = false) : Loss
{
    // What Keras clips probabilities to before taking logarithms.
    private const float Epsilon = 1e-7f;

    /// <summary>Whether predictions are unscaled log-probabilities rather than probabilities.</summary>
    [Config]
    public bool FromLogits { get; } = fromLogits;

    /// <summary>A class whose elements don't count.</summary>
    [Config]
    public int? IgnoreClass { get; init; }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        if (yTrue.Rank == yPred.Rank && yTrue.Shape[^1] is 1) yTrue = Ops.Squeeze(yTrue, [-1]);
        var labels = Ops.Cast(yTrue, DType.Int64);
        var logits = FromLogits ? yPred : Ops.Log(Ops.ClipByValue(yPred, Constant(Epsilon, yPred), Constant(1 - Epsilon, yPred)));
        int classes = checked((int)yPred.Shape[^1]);
        var flat = Ops.SparseSoftmaxCrossEntropyWithLogits(Ops.Reshape(logits, new[] { -1, classes }), Ops.Reshape(labels, new[] { -1 })).Loss;
        return yPred.Rank == 2 ? flat : Ops.Reshape(flat, Ops.Shape(labels));
    }

    private static Tensor Constant(float value, Tensor like) => like.DType == DType.Float32 ? value : Ops.Cast(value, like.DType);
}
