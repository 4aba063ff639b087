using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>How far predictions are from targets (<c>keras.losses.Loss</c>): a loss for each element, then a reduction.</summary>
[KerasObject(Module = "keras.losses")]
public abstract partial class Loss : KerasObject
{
    private string? name;

    /// <summary>The name under which logs show the loss.</summary>
    [Config]
    public string Name { get => name ??= SnakeCase.Of(ClassName); init => name = value; }

    /// <summary>How the elements' losses become one number.</summary>
    [Config]
    public Reduction Reduction { get; init; } = Dialects.Current == Dialect.Keras2 ? Reduction.Auto : Reduction.SumOverBatchSize;

    /// <summary>The reduced loss; the mask that predictions carry leaves elements out.</summary>
    /// <param name="yTrue">Targets.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="sampleWeight">Weights of the elements, broadcast over the trailing axes.</param>
    public Tensor Apply(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) =>
        WeightedReduction.Reduce(Call(yTrue, yPred), sampleWeight, yPred.KerasMask, Reduction);

    /// <summary>The loss of each element; usually the last axis is averaged away.</summary>
    protected abstract Tensor Call(Tensor yTrue, Tensor yPred);

    /// <summary>A loss by Keras's name, or its alias (<c>mse</c>).</summary>
    /// <exception cref="KerasConfigException">Keras has none of that name.</exception>
    public static implicit operator Loss(string name) => KerasSerializer.Deserialize<Loss>($"\"{name}\"");
}
