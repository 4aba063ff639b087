using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>The weighted mean of values (<c>keras.metrics.Mean</c>).</summary>
[KerasObject("Mean")]
public sealed partial class Mean : Metric
{
    private readonly MeanState state;

    /// <summary>A mean of nothing yet.</summary>
    public Mean() => state = new MeanState(AddVariable("total", Shape.Scalar), AddVariable("count", Shape.Scalar));

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null) => state.Update(yTrue, sampleWeight, DType);

    /// <inheritdoc/>
    public override Tensor Result() => state.Result();
}

/// <summary>A running total and count: what every metric that averages is made of.</summary>
internal readonly record struct MeanState(Variable Total, Variable Count)
{
    public void Update(Tensor values, Tensor? sampleWeight, DType dtype)
    {
        values = Ops.Cast(values, dtype);
        sampleWeight = WeightedReduction.ApplyMask(sampleWeight, values.KerasMask, dtype, averages: false);
        if (sampleWeight is not null)
        {
            (values, sampleWeight) = WeightedReduction.SqueezeOrExpand(values, Ops.Cast(sampleWeight, dtype));
            Count.AssignAdd(WeightedReduction.Sum(Ops.BroadcastTo(sampleWeight, Ops.Shape(values))));
            values = values * sampleWeight;
        }
        else Count.AssignAdd(Ops.Cast(Ops.Size(values), dtype));
        Total.AssignAdd(WeightedReduction.Sum(values));
    }

    public Tensor Result() => Ops.DivNoNan(Total.Value, Count.Value);
}
