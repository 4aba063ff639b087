using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>Root of the mean of the squares of errors. Keras: <c>keras.metrics.RootMeanSquaredError</c>.</summary>
[KerasObject("RootMeanSquaredError")]
public sealed partial class RootMeanSquaredError : Mean
{
    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        var (targets, predictions) = Ranks.Align(Ops.Cast(yTrue, DType), Ops.Cast(Predictions(yPred), DType), Dialect);
        base.UpdateState(Ops.SquaredDifference(predictions, targets), sampleWeight: sampleWeight);
    }

    /// <inheritdoc/>
    public override Tensor Result() => Ops.Sqrt(base.Result());
}

/// <summary>Mean of the sizes of errors, relative to given values. Keras 2: <c>keras.metrics.MeanRelativeError</c>.</summary>
/// <param name="normalizer">What errors are divided by, in the shape of predictions.</param>
[KerasObject("MeanRelativeError")]
public sealed partial class MeanRelativeError(EagerTensor normalizer) : Mean
{
    /// <summary>What errors are divided by.</summary>
    [Config]
    public EagerTensor Normalizer { get; } = normalizer;

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        var (targets, predictions) = Ranks.Align(Ops.Cast(yTrue, DType), Ops.Cast(Predictions(yPred), DType), Dialect);
        (predictions, var sizes) = Ranks.Align(predictions, Ops.Cast(Normalizer, DType), Dialect);
        base.UpdateState(Ops.DivNoNan(Ops.Abs(targets - predictions), sizes), sampleWeight: sampleWeight);
    }
}
