using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>The weighted mean of tensors of one shape, element by element. Keras 2: <c>keras.metrics.MeanTensor</c>.</summary>
/// <param name="shape">The shape; the first tensor's when null.</param>
[KerasObject("MeanTensor")]
public sealed partial class MeanTensor(Shape? shape = null) : Metric
{
    private Variable? total;
    private Variable? count;

    /// <inheritdoc/>
    protected override void Build()
    {
        if (shape is { } given) (total, count) = (AddVariable("total", given), AddVariable("count", given));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The tensor has another shape than those before.</exception>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        var known = shape ??= yTrue.Shape.IsFullyDefined ? yTrue.Shape : throw new ArgumentException($"The metric '{Name}' needs tensors of a known shape; this one's is {yTrue.Shape}. Give the shape to the metric.", nameof(yTrue));
        if (!yTrue.Shape.IsCompatibleWith(known)) throw new ArgumentException($"The metric '{Name}' means tensors of the shape {known}; this one's is {yTrue.Shape}.", nameof(yTrue));
        EnsureBuilt();
        var values = Ops.Cast(yTrue, DType);
        var counts = Ops.OnesLike(values);
        if (sampleWeight is not null)
        {
            (values, var weights) = Ranks.AlignWeights(values, Ops.Cast(sampleWeight, DType), Dialect.Keras2);
            counts = Ops.BroadcastTo(weights, Ops.Shape(values));
            values *= counts;
        }
        total!.AssignAdd(values);
        count!.AssignAdd(counts);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There was no tensor yet.</exception>
    public override Tensor Result()
    {
        if (shape is null) throw new InvalidOperationException($"The metric '{Name}' has no value yet; call UpdateState first.");
        EnsureBuilt();
        return Ops.DivNoNan(total!.Value, count!.Value);
    }
}
