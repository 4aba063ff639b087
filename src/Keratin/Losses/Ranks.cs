using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>Ranks that differ by a last axis of size 1 are made equal, as Keras does before it compares or weights.</summary>
internal static class Ranks
{
    /// <summary>Targets and predictions, or values and weights, of one rank (Keras 2: <c>squeeze_or_expand_dimensions</c>).</summary>
    public static (Tensor, Tensor) Align(Tensor a, Tensor b, Dialect dialect) =>
        dialect == Dialect.Keras3 ? ToSameRank(a, b)
        : a.Rank < 0 || b.Rank < 0 ? (a, b)
        : a.Rank == b.Rank + 1 && a.Shape[^1] == 1 ? (Ops.Squeeze(a, [-1]), b)
        : b.Rank == a.Rank + 1 && b.Shape[^1] == 1 ? (a, Ops.Squeeze(b, [-1]))
        : (a, b);

    /// <summary>Keras 3's <c>squeeze_or_expand_to_same_rank</c>: next to a vector a column stays a column.</summary>
    public static (Tensor, Tensor) ToSameRank(Tensor a, Tensor b)
    {
        if (a.Rank < 0 || b.Rank < 0) return (a, b);
        if (a.Rank == b.Rank + 1 && a.Shape[^1] == 1) return b.Rank == 1 ? (a, Ops.ExpandDims(b, -1)) : (Ops.Squeeze(a, [-1]), b);
        if (b.Rank == a.Rank + 1 && b.Shape[^1] == 1) return a.Rank == 1 ? (Ops.ExpandDims(a, -1), b) : (a, Ops.Squeeze(b, [-1]));
        return (a, b);
    }

    /// <summary>Values and their weights (Keras 2's <c>squeeze_or_expand_dimensions</c> of weights, or Keras 3's rule).</summary>
    public static (Tensor Values, Tensor Weights) AlignWeights(Tensor values, Tensor weights, Dialect dialect)
    {
        if (dialect == Dialect.Keras3) return ToSameRank(values, weights);
        if (values.Rank < 0 || weights.Rank <= 0) return (values, weights);
        return (values, (weights.Rank - values.Rank) switch
        {
            1 => Ops.Squeeze(weights, [-1]),
            -1 => Ops.ExpandDims(weights, -1),
            _ => weights,
        });
    }
}
