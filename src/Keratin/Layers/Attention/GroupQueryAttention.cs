using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Attention with several heads of which groups share their keys and values. Keras 3: <c>keras.layers.GroupQueryAttention</c>.</summary>
/// <param name="headDim">The size of queries, keys and values in each head.</param>
/// <param name="numQueryHeads">The number of query heads.</param>
/// <param name="numKeyValueHeads">The number of heads of keys and values, which divides the former.</param>
/// <param name="dropout">The share of weights that are dropped while training.</param>
/// <param name="useBias">Whether projections have a bias.</param>
/// <param name="kernelInitializer">Makes the kernels.</param>
/// <param name="biasInitializer">Makes the biases.</param>
/// <inheritdoc cref="HeadedAttention"/>
[KerasObject("GroupQueryAttention", "GroupedQueryAttention", Ignored = ["flash_attention"])]
public sealed partial class GroupQueryAttention(
    int headDim, int numQueryHeads, int numKeyValueHeads, double dropout = 0, bool useBias = true,
    Initializer? kernelInitializer = null, Initializer? biasInitializer = null) : HeadedAttention(dropout, useBias, kernelInitializer, biasInitializer)
{
    /// <summary>The size of queries, keys and values in each head.</summary>
    [Config]
    public int HeadDim { get; } = headDim > 0 ? headDim : throw new ArgumentOutOfRangeException(nameof(headDim), headDim, "Heads need at least one element.");

    /// <summary>The number of query heads.</summary>
    [Config]
    public int NumQueryHeads { get; } = numQueryHeads;

    /// <summary>The number of heads of keys and values.</summary>
    [Config]
    public int NumKeyValueHeads { get; } = numKeyValueHeads > 0 && numQueryHeads > 0 && numQueryHeads % numKeyValueHeads == 0 ? numKeyValueHeads
        : throw new ArgumentException($"The {numQueryHeads} query heads can't be divided among {numKeyValueHeads} heads of keys and values.", nameof(numKeyValueHeads));

    private protected override int KeySize => HeadDim;

    private protected override int[] AttentionAxesFor(int rank) => [1];

    private protected override Tensor SpreadHeads(Tensor projected) => NumKeyValueHeads == NumQueryHeads ? projected : Sizing.Repeat(projected, 2, NumQueryHeads / NumKeyValueHeads);

    private protected override Tensor? QueryMask(Tensor query, CallContext context) => context.Tensor("query_mask") ?? context.Mask;

    private protected override (EinsumDense, EinsumDense, EinsumDense, EinsumDense?, EinsumDense) Projections(Shape query, Shape key, Shape value) => (
        Project("query", "bqm,muh->bquh", [-1, NumQueryHeads, HeadDim], "uh"),
        Project("key", "bkm,mvh->bkvh", [-1, NumKeyValueHeads, HeadDim], "vh"),
        Project("value", "bkm,mvh->bkvh", [-1, NumKeyValueHeads, HeadDim], "vh"),
        UseGate ? Project("gate", "bqm,muh->bquh", [-1, NumQueryHeads, HeadDim], "uh", "sigmoid") : null,
        Project("attention_output", "bquh,uhm->bqm", [-1, query[^1]], "m"));
}
