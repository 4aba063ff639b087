using Keratin.Graphs;
using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>
/// An embedding that also leads back: called with <c>reverse</c>, it turns vectors into logits of integers. Keras 3:
/// <c>keras.layers.ReversibleEmbedding</c>.
/// </summary>
/// <param name="inputDim">The number of vectors.</param>
/// <param name="outputDim">The vectors' size.</param>
/// <param name="tieWeights">Whether the way back uses the vectors themselves, not a matrix of its own.</param>
/// <param name="embeddingsInitializer">Makes the vectors.</param>
/// <param name="maskZero">Whether 0 stands for padding.</param>
[KerasObject("ReversibleEmbedding")]
public sealed partial class ReversibleEmbedding(int inputDim, int outputDim, bool tieWeights = true, Initializer? embeddingsInitializer = null, bool maskZero = false)
    : Embedding(inputDim, outputDim, embeddingsInitializer, maskZero)
{
    private Weight? reverseEmbeddings;

    /// <summary>Whether the way back uses the vectors themselves.</summary>
    [Config]
    public bool TieWeights { get; } = tieWeights;

    /// <summary>The dtype in which logits are computed; that of the layer if not given.</summary>
    [Config]
    public DType? ReverseDtype { get; init; }

    /// <summary>A bound towards which large logits bend; none if not given.</summary>
    [Config]
    public double? LogitSoftCap { get; init; }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        base.Build(input);
        if (!TieWeights) reverseEmbeddings = AddWeight("reverse_embeddings", [OutputDim, InputDim], EmbeddingsInitializer);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        if (!context.Flag("reverse")) return base.Call(inputs, context);
        var dtype = ReverseDtype ?? ComputeDType;
        var logits = TieWeights
            ? LinearAlgebra.LastAxisProduct(Ops.Cast(inputs, dtype), Ops.Transpose(Ops.Cast(Embeddings!.Value, dtype), new[] { 1, 0 }))
            : LinearAlgebra.LastAxisProduct(Ops.Cast(inputs, dtype), Ops.Cast(reverseEmbeddings!.Value, dtype));
        return LogitSoftCap is { } cap ? Ops.Tanh(logits / cap) * cap : logits;
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount) =>
        inputs[0].DType.IsFloating() ? [null] : base.ComputeMask(inputs, masks, outputCount);

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> ComputeOutputSpecs(IReadOnlyList<TensorSpec> inputs, CallArguments arguments) =>
        arguments.Named.GetValueOrDefault("reverse") is true
            ? [new TensorSpec(ReverseDtype ?? ComputeDType, inputs[0].Shape[..^1].Append(InputDim))]
            : base.ComputeOutputSpecs(inputs, arguments);
}
