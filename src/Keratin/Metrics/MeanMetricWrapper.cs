using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>The mean of a function of targets and predictions (<c>MeanMetricWrapper</c>), as most of Keras's metrics are.</summary>
[KerasObject("MeanMetricWrapper", Module = "keras.metrics")]
public partial class MeanMetricWrapper : Mean
{
    private readonly Func<Tensor, Tensor, Tensor>? function;

    /// <summary>A metric from a function of one's own.</summary>
    /// <param name="function">Of targets and predictions: the value of each element.</param>
    public MeanMetricWrapper(Func<Tensor, Tensor, Tensor> function) => this.function = function;

    private protected MeanMetricWrapper()
    {
    }

    /// <inheritdoc/>
    public sealed override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        var predictions = Predictions(yPred);
        using var behaviour = Dialects.Use(Dialect);
        var mask = predictions.KerasMask;
        if (Dialect == Dialect.Keras2)
        {
            (yTrue, predictions) = (Ops.Cast(yTrue, DType), Ops.Cast(predictions, DType));
            (yTrue, predictions) = Ranks.Align(yTrue, predictions, Dialect);
        }
        var values = Function(yTrue, predictions);
        base.UpdateState(values, sampleWeight: WeightedReduction.ApplyMask(sampleWeight, mask, DType, averages: false, Dialect));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter writer)
    {
        base.WriteConfig(writer);
        if (function is null) return;
        writer.Key("fn"u8);
        writer.Function(function);
    }

    private protected virtual Tensor Function(Tensor yTrue, Tensor yPred) => function!(yTrue, yPred);

    /// <summary>Reads <c>fn</c>: one of Keras's own functions becomes its class, any other has to be a custom one.</summary>
    public static Metric FromConfig(ConfigReader config)
    {
        var read = config["fn"].AsFunction<Func<Tensor, Tensor, Tensor>>();
        if (read.Custom is not { } custom) return KerasObjects.ReadFunction<Metric>(read.Name, typeof(MeanMetricWrapper), config);
        return config.TryGet("name", out var name) && !name.IsNull ? new MeanMetricWrapper(custom) { Name = name.AsString() } : new MeanMetricWrapper(custom);
    }
}
