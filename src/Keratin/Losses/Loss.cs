using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>How far predictions are from targets (<c>keras.losses.Loss</c>): a loss for each element, then a reduction.</summary>
[KerasObject(Module = "keras.losses", Ignored = ["fn"])]
public abstract partial class Loss : KerasObject
{
    private string? name;

    /// <summary>The name under which logs show the loss.</summary>
    [Config]
    public string Name { get => name ??= DefaultName; init => name = value; }

    /// <summary>How the elements' losses become one number.</summary>
    [Config]
    public Reduction Reduction { get; init; } = Dialects.Current == Dialect.Keras2 ? Reduction.Auto : Reduction.SumOverBatchSize;

    /// <summary>What Keras 3 converts targets and predictions to; Keras 2 computes in the predictions' dtype. As in Keras, configs don't hold it.</summary>
    [Config("dtype", Dialect = default)]
    public DType DType { get; init; } = DType.Float32;

    /// <summary>The name by which it was asked for; what a model was compiled with is saved as it was given.</summary>
    internal string? Identifier { get; set; }

    private protected virtual string DefaultName => SnakeCase.Of(ClassName);

    /// <summary>The reduced loss; the mask that predictions carry leaves elements out.</summary>
    /// <param name="yTrue">Targets.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="sampleWeight">Weights of the elements, broadcast over the trailing axes.</param>
    public Tensor Apply(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        using var behaviour = Dialects.Use(Dialect);
        var mask = yPred.KerasMask;
        if (Dialect == Dialect.Keras3) (yTrue, yPred) = (Converted(yTrue), Converted(yPred));
        var losses = Call(yTrue, yPred);
        if (losses.KerasMask is { } more) mask = mask is null ? more : Ops.LogicalAnd(Ops.Cast(mask, DType.Bool), more);
        return WeightedReduction.Reduce(losses, sampleWeight, mask, Reduction, Dialect);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter writer)
    {
        WriteProperties(writer);
        if (writer.Dialect != Dialect.Keras2 || this is not LossFunctionWrapper wrapper) return;
        writer.Key("fn"u8);
        writer.Value(wrapper.FunctionName);
    }

    /// <summary>The loss of each element; usually the last axis is averaged away.</summary>
    protected abstract Tensor Call(Tensor yTrue, Tensor yPred);

    /// <summary>A loss by Keras's name, or its alias (<c>mse</c>).</summary>
    /// <exception cref="KerasConfigException">Keras has none of that name.</exception>
    public static implicit operator Loss(string name)
    {
        var loss = KerasObjects.Get<Loss>(name);
        loss.Identifier = name;
        return loss;
    }

    private Tensor Converted(Tensor value) => value.DType == DType ? value : Ops.Cast(value, DType);
}
