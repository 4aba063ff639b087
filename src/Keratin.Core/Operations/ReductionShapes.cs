namespace Keratin.Operations;

/// <summary>Shapes of reductions, softmax and broadcasting to a given shape.</summary>
internal static class ReductionShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "Sum" or "Mean" or "Prod" or "Max" or "Min" or "All" or "Any" or "EuclideanNorm" => Reduce,
        "ArgMax" or "ArgMin" => ArgReduce,
        "L2Loss" => InferenceHelpers.Scalar,
        "Cumsum" or "Cumprod" or "CumulativeLogsumexp" => static c =>
        {
            if (c.Integer(1) is { } axis && c.Input(0).HasRank) c.Axis(axis, c.Input(0).Rank);
            c.Outputs[0] = c.Input(0);
        },
        "Softmax" or "LogSoftmax" => static c => c.Outputs[0] = c.Input(0).Rank == 0 ? throw c.Error("takes a tensor of one axis or more.") : c.Input(0),
        "SoftmaxCrossEntropyWithLogits" => CrossEntropy,
        "SparseSoftmaxCrossEntropyWithLogits" => SparseCrossEntropy,
        "BroadcastTo" => BroadcastTo,
        "BroadcastArgs" => static c => c.Outputs[0] = [c.Ranked(0, 1)[0] is >= 0 and var a && c.Ranked(1, 1)[0] is >= 0 and var b ? Math.Max(a, b) : -1],
        "BroadcastGradientArgs" => BroadcastGradientArgs,
        _ => null,
    };

    private static void Reduce(InferenceContext c)
    {
        var input = c.Input(0);
        bool keep = c.Attrs.Bool("keep_dims");
        if (c.Input(1) is { HasRank: true, Rank: > 1 } axesShape) throw c.Error($"the axes must be a number or a vector; their shape is {axesShape}.");
        if (!input.HasRank) return;
        if (c.Integers(1) is not { } axes)
        {
            if (keep) c.Outputs[0] = Shape.UnknownOfRank(input.Rank);
            return;
        }
        var reduced = new bool[input.Rank];
        foreach (long axis in axes) reduced[c.Axis(axis, input.Rank)] = true;
        var dims = new List<long>(input.Rank);
        for (int i = 0; i < reduced.Length; i++)
        {
            if (!reduced[i]) dims.Add(input[i]);
            else if (keep) dims.Add(1);
        }
        c.Outputs[0] = Shape.Create([.. dims]);
    }

    private static void ArgReduce(InferenceContext c)
    {
        var input = c.Input(0);
        if (!input.HasRank) return;
        if (input.Rank == 0) throw c.Error("takes a tensor of one axis or more.");
        if (c.Integer(1) is not { } axis)
        {
            c.Outputs[0] = Shape.UnknownOfRank(input.Rank - 1);
            return;
        }
        int at = c.Axis(axis, input.Rank);
        if (input[at] == 0) throw c.Error($"the axis {at} of shape {input} is empty: none of its elements is the largest or smallest.");
        c.Outputs[0] = [.. input.Dims[..at], .. input.Dims[(at + 1)..]];
    }

    private static void CrossEntropy(InferenceContext c)
    {
        var both = c.Broadcast(c.Ranked(0, 2), c.Ranked(1, 2));
        (c.Outputs[0], c.Outputs[1]) = ([both[0]], both);
    }

    private static void SparseCrossEntropy(InferenceContext c)
    {
        var features = c.Ranked(0, 2);
        long rows = c.Merge(features[0], c.Ranked(1, 1)[0]);
        (c.Outputs[0], c.Outputs[1]) = ([rows], features.With(0, rows));
    }

    private static void BroadcastTo(InferenceContext c)
    {
        var target = c.Integers(1) is { } dims ? c.Sizes(dims) : c.ShapeValue(1);
        var input = c.Input(0);
        if (target.HasRank && input.HasRank)
        {
            if (input.Rank > target.Rank) throw c.Error($"a tensor of shape {input} can't be broadcast to {target}, which has fewer axes.");
            for (int i = 1; i <= input.Rank; i++)
                if (input[^i] > 1 && target[^i] >= 0 && input[^i] != target[^i] || (input[^i] == 0 && target[^i] > 0))
                    throw c.Error($"a tensor of shape {input} can't be broadcast to {target}: sizes {input[^i]} and {target[^i]} differ.");
        }
        c.Outputs[0] = target;
    }

    private static void BroadcastGradientArgs(InferenceContext c)
    {
        if (c.Integers(0) is { } left && c.Integers(1) is { } right)
        {
            var (first, second) = RepeatedAxes(c, left, right);
            (c.Outputs[0], c.Outputs[1]) = ([first.Count], [second.Count]);
        }
        else (c.Outputs[0], c.Outputs[1]) = ([-1], [-1]);
    }

    /// <summary>The axes of the broadcast shape that the gradients of tensors of these shapes are summed over.</summary>
    internal static (List<int> Left, List<int> Right) RepeatedAxes(InferenceContext c, long[] left, long[] right) =>
        RepeatedAxes(left, right) ?? throw c.Error($"shapes ({string.Join(", ", left)}) and ({string.Join(", ", right)}) can't be broadcast.");

    /// <summary>As the other form; null if the shapes can't be broadcast. Both are summed over an axis where both have size 1.</summary>
    internal static (List<int> Left, List<int> Right)? RepeatedAxes(ReadOnlySpan<long> left, ReadOnlySpan<long> right)
    {
        List<int> first = [], second = [];
        int rank = Math.Max(left.Length, right.Length);
        for (int i = 0; i < rank; i++)
        {
            int leftAt = i - (rank - left.Length), rightAt = i - (rank - right.Length);
            long a = leftAt < 0 ? 1 : left[leftAt], b = rightAt < 0 ? 1 : right[rightAt];
            if (a != b && a != 1 && b != 1) return null;
            if (leftAt < 0 || a == 1) first.Add(i);
            if (rightAt < 0 || b == 1) second.Add(i);
        }
        // Equal shapes have nothing to sum, whatever their sizes.
        if (left.SequenceEqual(right)) return ([], []);
        return (first, second);
    }
}
