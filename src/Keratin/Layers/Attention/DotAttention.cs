using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What <see cref="Attention"/> and <see cref="AdditiveAttention"/> have in common: values are averaged with weights that depend on how queries and keys agree.</summary>
/// <remarks>
/// Inputs: query (batch, Tq, dim), value (batch, Tv, dim), and key (batch, Tv, dim) where it isn't the value. Output (batch, Tq, dim), with
/// <c>return_attention_scores</c> followed by the weights (batch, Tq, Tv). <c>use_causal_mask</c> keeps queries from later values.
/// </remarks>
[KerasObject]
public abstract partial class DotAttention : Layer
{
    private SeedGenerator? generator;

    private protected DotAttention(bool useScale, double dropout) => (UseScale, Dropout) = (useScale, dropout);

    /// <summary>Whether scores are scaled by trained numbers.</summary>
    [Config]
    public bool UseScale { get; }

    /// <summary>The share of weights that are dropped while training.</summary>
    [Config]
    public double Dropout { get; }

    /// <summary>Makes dropout reproducible (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public int? Seed { get; init; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count is not (2 or 3)) throw new ArgumentException($"Layer '{Name}' ({ClassName}) needs a list of query, value and, if not the value, key; {inputs.Count} inputs were given.");
    }

    /// <summary>How each query agrees with each key, (batch, Tq, Tv).</summary>
    private protected abstract Tensor Scores(Tensor query, Tensor key);

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        Tensor query = inputs[0], value = inputs[1], key = inputs.Count > 2 ? inputs[2] : value;
        var scores = Scores(query, key);
        var counted = context.Masks.Count > 1 && context.Masks[1] is { } valueMask ? Ops.ExpandDims(valueMask, -2) : null;
        if (context.Flag("use_causal_mask")) counted = AttentionMask.And(counted, AttentionMask.Causal(Sizing.Of(scores, -2), Sizing.Of(scores, -1)));
        if (counted is not null) scores = Mask(scores, counted);

        var weights = Ops.Softmax(scores);
        if (context.Training && Dropout > 0) weights = RandomMask.Drop(weights, Dropout, null, generator ??= AddGenerator(Seed));
        var result = Ops.BatchMatMulV2(weights, value);
        if (context.Mask is { } queryMask) result *= Ops.Cast(Ops.ExpandDims(queryMask, -1), result.DType);
        return context.Flag("return_attention_scores") ? [result, weights] : result;
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount) => [masks.Count > 0 ? masks[0] : null];

    // What is masked gets a score so low that next to nothing is left of it; float16 ends at 65504.
    private static Tensor Mask(Tensor scores, Tensor counted) =>
        scores - Scalars.Like(scores, scores.DType == DType.Half ? 65504 : 1e9) * Ops.Cast(Ops.LogicalNot(Ops.Cast(counted, DType.Bool)), scores.DType);
}
