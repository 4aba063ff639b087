using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>How often the likeliest class is the label (<c>keras.metrics.SparseCategoricalAccuracy</c>).</summary>
[KerasObject("SparseCategoricalAccuracy")]
public sealed partial class SparseCategoricalAccuracy : Metric
{
    private readonly MeanState state;

    /// <summary>An accuracy over nothing yet.</summary>
    public SparseCategoricalAccuracy() => state = new MeanState(AddVariable("total", Shape.Scalar), AddVariable("count", Shape.Scalar));

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        var predictions = yPred ?? throw new ArgumentNullException(nameof(yPred));
        if (yTrue.Rank == predictions.Rank && yTrue.Shape[^1] is 1) yTrue = Ops.Squeeze(yTrue, [-1]);
        var likeliest = Ops.ArgMax(predictions, -1);
        var hits = Ops.Cast(Ops.Equal(Ops.Cast(yTrue, DType.Int64), likeliest), DType);
        hits.KerasMask = predictions.KerasMask;
        state.Update(hits, sampleWeight, DType);
    }

    /// <inheritdoc/>
    public override Tensor Result() => state.Result();
}
