using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>How <see cref="Attention"/> tells how a query agrees with a key.</summary>
public enum ScoreMode
{
    /// <summary>By their dot product.</summary>
    Dot,

    /// <summary>By the sum of the hyperbolic tangents of their sum.</summary>
    Concat,
}

/// <summary>Attention by dot products (Luong). Keras: <c>keras.layers.Attention</c>.</summary>
/// <param name="useScale">Whether scores are scaled by a trained number.</param>
/// <param name="scoreMode">How a query and a key are compared.</param>
/// <param name="dropout">The share of weights that are dropped while training.</param>
/// <inheritdoc cref="DotAttention"/>
[KerasObject("Attention")]
public sealed partial class Attention(bool useScale = false, ScoreMode scoreMode = ScoreMode.Dot, double dropout = 0) : DotAttention(useScale, dropout)
{
    private Weight? scale, concatScoreWeight;

    /// <summary>How a query and a key are compared.</summary>
    [Config]
    public ScoreMode ScoreMode { get; } = scoreMode;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (UseScale) scale = AddWeight("scale", Shape.Scalar, new Ones());
        if (ScoreMode == ScoreMode.Concat) concatScoreWeight = AddWeight("concat_score_weight", Shape.Scalar, new Ones());
    }

    private protected override Tensor Scores(Tensor query, Tensor key)
    {
        if (ScoreMode == ScoreMode.Dot)
        {
            var products = Ops.BatchMatMulV2(query, key, adjY: true);
            return scale is null ? products : products * Read(scale);
        }
        var sums = Ops.ExpandDims(query, -2) + Ops.ExpandDims(key, -3);
        return Read(concatScoreWeight!) * Ops.Sum(Ops.Tanh(scale is null ? sums : Read(scale) * sums), -1);
    }
}
