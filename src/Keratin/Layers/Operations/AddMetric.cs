using Keratin.Graphs;
using Keratin.Metrics;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Passes a tensor on and shows its mean among the metrics: what <c>model.add_metric</c> of a Functional model is in Keras 2's files.</summary>
[KerasObject("AddMetric", Module = "keras.src.engine.base_layer", Keras2Module = "tf_keras.src.engine.base_layer", Unexported = true)]
internal sealed partial class AddMetric(string? aggregation = "mean", string? metricName = null) : Layer
{
    [Config]
    public string? Aggregation { get; } = aggregation;

    [Config]
    public string? MetricName { get; } = metricName;

    /// <summary>The mean of all batches since the last reset.</summary>
    public Metric Metric => metric ??= new Mean { Name = MetricName ?? Name };
    private Metric? metric;

    private protected override bool Autocast => false;

    protected override void Build(Shape input)
    {
        // State is made once, not by each trace.
        using (FunctionGraph.Suspend()) Metric.ResetState();
    }

    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        // A prediction counts for nothing.
        if (CollectsLosses) Metric.UpdateState(inputs);
        return Ops.Identity(inputs);
    }

    public override Shape ComputeOutputShape(Shape input) => input;
}
