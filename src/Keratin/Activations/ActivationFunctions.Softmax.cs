namespace Keratin.Activations;

/// <content>Functions over an axis.</content>
public static partial class ActivationFunctions
{
    /// <summary><c>exp(x) / Σ exp(x)</c> over an axis.</summary>
    public static Tensor Softmax(Tensor x, int axis = -1) => OnLastAxis(x, axis, static y => Ops.Softmax(y));

    /// <summary><c>exp(x) / Σ exp(x)</c> over several axes.</summary>
    public static Tensor Softmax(Tensor x, int[] axes)
    {
        if (axes.Length == 1) return Softmax(x, axes[0]);
        var powers = Ops.Exp(x - Ops.Max(x, axes, keepDims: true));
        return powers / Ops.Sum(powers, axes, keepDims: true);
    }

    /// <summary><c>x - log Σ exp(x)</c> over an axis.</summary>
    public static Tensor LogSoftmax(Tensor x, int axis = -1) => OnLastAxis(x, axis, static y => Ops.LogSoftmax(y));

    /// <summary>The nearest point of the probability simplex over an axis: like softmax, but with exact zeros.</summary>
    public static Tensor Sparsemax(Tensor x, int axis = -1) => OnLastAxis(x, axis, static y => SparsemaxOfLast(y));

    private static Tensor SparsemaxOfLast(Tensor x)
    {
        var size = x.Shape[^1] >= 0 ? (Tensor)(int)x.Shape[^1] : Ops.GatherV2(Ops.Shape(x), -1 + x.Rank, 0);
        var sorted = Ops.TopKV2(x, size).Values;
        var sums = Ops.Cumsum(sorted, x.Rank - 1);
        var places = Ops.Cast(Ops.Range(1, Ops.AddV2(size, 1), 1), x.DType);
        var support = sorted - (sums - 1.0) / places > 0.0;
        var count = Ops.Sum(Ops.Cast(support, x.DType), -1, keepDims: true);
        var total = Ops.Sum(Ops.SelectV2(support, sums, Ops.ZerosLike(sums)), -1, keepDims: true);
        return Ops.Maximum(x - (total - 1.0) / count, Scalars.Like(x, 0));
    }

    /// <summary>Applies a function over the last axis to another one, by swapping the two.</summary>
    private static Tensor OnLastAxis(Tensor x, int axis, Func<Tensor, Tensor> function)
    {
        int rank = x.Rank;
        if (axis == -1 || axis == rank - 1) return function(x);
        if (rank < 0 || axis < -rank || axis >= rank)
            throw new ArgumentOutOfRangeException(nameof(axis), axis, $"A tensor of shape {x.Shape} has no such axis.");
        var swap = new int[rank];
        for (int i = 0; i < rank; i++) swap[i] = i;
        int other = axis < 0 ? axis + rank : axis;
        (swap[other], swap[rank - 1]) = (rank - 1, other);
        return Ops.Transpose(function(Ops.Transpose(x, swap)), swap);
    }
}
