using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>A loss that is a function of targets and predictions (<c>LossFunctionWrapper</c>), as nearly all of Keras's are.</summary>
[KerasObject("LossFunctionWrapper")]
public partial class LossFunctionWrapper : Loss
{
    private readonly Func<Tensor, Tensor, Tensor>? function;

    /// <summary>A loss from a function of one's own.</summary>
    /// <param name="function">Of targets and predictions: the loss of each element.</param>
    public LossFunctionWrapper(Func<Tensor, Tensor, Tensor> function) => this.function = function;

    private protected LossFunctionWrapper()
    {
    }

    /// <summary>The name by which configs know the function.</summary>
    internal string FunctionName => function is null ? SnakeCase.Of(ClassName) : KerasObjects.NameOf(function) ?? "";

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Ranks.Align(yTrue, yPred, Dialect);
        return Function(yTrue, yPred);
    }

    private protected virtual Tensor Function(Tensor yTrue, Tensor yPred) => function!(yTrue, yPred);

    /// <summary>Reads <c>fn</c>: one of Keras's own functions becomes its class, any other has to be a custom one.</summary>
    public static Loss FromConfig(ConfigReader config)
    {
        var read = config["fn"].AsFunction<Func<Tensor, Tensor, Tensor>>();
        if (read.Custom is not { } custom) return KerasObjects.ReadFunction<Loss>(read.Name, typeof(LossFunctionWrapper), config);
        return config.TryGet("name", out var name) && !name.IsNull ? new LossFunctionWrapper(custom) { Name = name.AsString() } : new LossFunctionWrapper(custom);
    }
}
