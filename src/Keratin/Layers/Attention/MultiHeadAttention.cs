using Keratin.Activations;
using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Attention with several heads (Vaswani). Keras: <c>keras.layers.MultiHeadAttention</c>.</summary>
/// <param name="numHeads">The number of heads.</param>
/// <param name="keyDim">The size of queries and keys in each head.</param>
/// <param name="valueDim">The size of values in each head; as that of keys if not given.</param>
/// <param name="dropout">The share of weights that are dropped while training.</param>
/// <param name="useBias">Whether projections have a bias.</param>
/// <param name="outputShape">The output's size or sizes behind the query's; the query's last if not given.</param>
/// <param name="attentionAxes">The axes attended along; all but batch and features if not given.</param>
/// <param name="kernelInitializer">Makes the kernels.</param>
/// <param name="biasInitializer">Makes the biases.</param>
/// <inheritdoc cref="HeadedAttention"/>
[KerasObject("MultiHeadAttention", Ignored = ["flash_attention"])]
public sealed partial class MultiHeadAttention(
    int numHeads, int keyDim, int? valueDim = null, double dropout = 0, bool useBias = true, AxisList? outputShape = null, int[]? attentionAxes = null,
    Initializer? kernelInitializer = null, Initializer? biasInitializer = null) : HeadedAttention(dropout, useBias, kernelInitializer, biasInitializer)
{
    /// <summary>The number of heads.</summary>
    [Config]
    public int NumHeads { get; } = numHeads > 0 ? numHeads : throw new ArgumentOutOfRangeException(nameof(numHeads), numHeads, "There must be at least one head.");

    /// <summary>The size of queries and keys in each head.</summary>
    [Config]
    public int KeyDim { get; } = keyDim > 0 ? keyDim : throw new ArgumentOutOfRangeException(nameof(keyDim), keyDim, "Keys need at least one element.");

    /// <summary>The size of values in each head.</summary>
    [Config]
    public int? ValueDim { get; } = valueDim is null or 0 ? keyDim : valueDim;

    /// <summary>The output's size or sizes behind the query's.</summary>
    [Config]
    public AxisList? OutputShape { get; } = outputShape;

    /// <summary>The axes attended along; known once the layer is built.</summary>
    [Config]
    public int[]? AttentionAxes { get; private set; } = attentionAxes;

    // Keras 2 tells what it was built for in its config.
    [Config(Dialect = Dialect.Keras2)]
    internal Shape? QueryShape { get; private set; }

    [Config(Dialect = Dialect.Keras2)]
    internal Shape? KeyShape { get; private set; }

    [Config(Dialect = Dialect.Keras2)]
    internal Shape? ValueShape { get; private set; }

    // Keras 2.12 to 2.15 don't know the key.
    [Config(Dialect = Dialect.Keras2, OmitNull = Dialect.Keras2)]
    internal bool? SoftmaxRobustMasking { get; private init; }

    private protected override int KeySize => KeyDim;

    private protected override int[] AttentionAxesFor(int rank)
    {
        if (AttentionAxes is null) return [.. Enumerable.Range(1, rank - 3)];
        return Array.ConvertAll(AttentionAxes, axis => axis < 0 ? axis + rank - 1 : axis);
    }

    private protected override (EinsumDense, EinsumDense, EinsumDense, EinsumDense?, EinsumDense) Projections(Shape query, Shape key, Shape value)
    {
        (QueryShape, KeyShape, ValueShape) = (query, key, value);
        AttentionAxes = AttentionAxesFor(value.Rank + 1);
        int[] outputs = OutputShape is { } given ? given.Values.ToArray() : [(int)query[^1]];
        return (
            ToHeads("query", query, KeyDim), ToHeads("key", key, KeyDim), ToHeads("value", value, ValueDim!.Value),
            UseGate ? ToHeads("gate", query, ValueDim.Value, "sigmoid") : null,
            Projection("attention_output", query.Rank - 1, 2, outputs));
    }

    private EinsumDense ToHeads(string name, Shape input, int size, Activation? activation = null) => Projection(name, input.Rank - 1, 1, [NumHeads, size], activation);

    // The last axes are contracted with the kernel's first, and replaced by its last.
    private EinsumDense Projection(string name, int kept, int contracted, int[] outputs, Activation? activation = null)
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyz";
        string free = Letters[..kept], bound = Letters.Substring(kept, contracted), made = Letters.Substring(kept + contracted, outputs.Length);
        var shape = Shape.UnknownOfRank(kept - 1);
        foreach (int size in outputs) shape = shape.Append(size);
        return Project(name, $"{free}{bound},{bound}{made}->{free}{made}", shape, made, activation);
    }
}
