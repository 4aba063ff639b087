using Keratin.Graphs;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Category numbers as vectors. Keras: <c>keras.layers.CategoryEncoding</c>.</summary>
/// <remarks>Input (batch, numbers) from 0 up to the number of categories; by name <c>count_weights</c> of the same shape. Output (batch, categories).</remarks>
/// <param name="numTokens">The number of categories.</param>
/// <param name="outputMode">What is made of the numbers.</param>
[KerasObject("CategoryEncoding")]
public sealed partial class CategoryEncoding(int numTokens, OutputMode outputMode = OutputMode.MultiHot) : Layer
{
    /// <summary>The number of categories.</summary>
    [Config]
    public int NumTokens { get; } = numTokens > 0 ? numTokens : throw new ArgumentOutOfRangeException(nameof(numTokens), numTokens, "There must be at least one category.");

    /// <summary>What is made of the numbers.</summary>
    [Config]
    public OutputMode OutputMode { get; } = outputMode is OutputMode.OneHot or OutputMode.MultiHot or OutputMode.Count ? outputMode
        : throw new ArgumentException($"Category encoding makes one_hot, multi_hot or count; {outputMode} was asked for.", nameof(outputMode));

    /// <summary>Whether Keras's result would be sparse; it is dense here, with the same numbers (Keras 2).</summary>
    [Config(Dialect = Dialect.Keras2)]
    public bool Sparse { get; init; }

    private protected override bool Autocast => false;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> CallArgumentNames => ["inputs", "count_weights"];

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var weights = context.Tensor("count_weights");
        if (weights is not null && OutputMode != OutputMode.Count) throw new ArgumentException($"Layer '{Name}' counts nothing, so count_weights are of no use to it.");
        Tensor axes = Scalars.AllAxes(inputs);
        Ops.Assert(
            Ops.LogicalAnd(Ops.Max(inputs, axes) < Scalars.Like(inputs, NumTokens), Ops.Min(inputs, axes) >= Scalars.Like(inputs, 0)),
            [$"Input values must be in the range 0 <= values < num_tokens with num_tokens={NumTokens}"]);
        return CategoryVectors.Encode(inputs, OutputMode, NumTokens, ComputeDType, weights);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => CategoryVectors.OutputShape(input, OutputMode, NumTokens);
}
