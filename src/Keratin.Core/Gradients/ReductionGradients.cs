using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of reductions: what was reduced receives the result's gradient, each element its share.</summary>
internal static class ReductionGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "Sum" => static (o, g) => [Ops.BroadcastTo(KeepDims(o, g[0]!), ShapeOf(o.Inputs[0])), null],
        "Mean" => static (o, g) => [Ops.BroadcastTo(KeepDims(o, g[0]! / Count(o)), ShapeOf(o.Inputs[0])), null],
        "Max" or "Min" => Extremum,
        "Prod" => Prod,
        "EuclideanNorm" => static (o, g) => [Ops.DivNoNan(o.Inputs[0], KeepDims(o, o.Outputs[0])) * KeepDims(o, g[0]!), null],
        "L2Loss" => static (o, g) => [o.Inputs[0] * g[0]!],
        "Cumsum" => static (o, g) => [Ops.Cumsum(g[0]!, o.Inputs[1], o.Attrs.Bool("exclusive"), !o.Attrs.Bool("reverse")), null],
        "Cumprod" => Cumprod,
        "CumulativeLogsumexp" => CumulativeLogsumexp,
        "BroadcastTo" => static (o, g) => [BinaryGradients.Unbroadcast(g[0]!, o.Inputs[0], o.Outputs[0]), null],
        "All" or "Any" or "ArgMax" or "ArgMin" => static (_, _) => [null, null],
        _ => null,
    };

    /// <summary>A tensor of the shape of the result, with the reduced axes kept as axes of size 1.</summary>
    private static Tensor KeepDims(Operation o, Tensor tensor)
    {
        if (o.Attrs.Bool("keep_dims")) return tensor;
        var input = o.Inputs[0];
        if (input.Shape.HasRank && Axes(o) is { } axes)
        {
            var dims = input.Shape.ToArray();
            int unknown = 0;
            for (int i = 0; i < dims.Length; i++)
            {
                if (Array.IndexOf(axes, i) >= 0) dims[i] = 1;
                else if (dims[i] < 0) unknown++;
            }
            // One unknown size can be left to Reshape, unless the others leave nothing to divide.
            if (unknown == 0 || (unknown == 1 && Array.IndexOf(dims, 0) < 0)) return Ops.Reshape(tensor, Vector(dims));
        }
        // The sizes of the input, but 1 at the reduced axes: scattered by a sum of one-hot vectors.
        Tensor shape = Ops.Shape(input), rank = Ops.Rank(input), axis = Ops.FloorMod(Ops.Cast(o.Inputs[1], DType.Int32) + rank, rank);
        Tensor reduced = Ops.Sum(Ops.OneHot(Ops.Reshape(axis, new[] { -1 }), rank, 1, 0), 0);
        return Ops.Reshape(tensor, Ops.SelectV2(Ops.Greater(reduced, 0), 1, shape));
    }

    /// <summary>How many elements went into each element of the result, as a number of its dtype.</summary>
    private static Tensor Count(Operation o)
    {
        Shape input = o.Inputs[0].Shape, output = o.Outputs[0].Shape;
        if (input.HasRank && Axes(o) is { } axes)
        {
            long count = 1;
            foreach (int axis in axes) count = input[axis] < 0 || count < 0 ? -1 : count * input[axis];
            if (count >= 0) return Number(count, o.Outputs[0]);
        }
        else if (input.IsFullyDefined && output.IsFullyDefined) return Number(input.ElementCount / Math.Max(output.ElementCount, 1), o.Outputs[0]);
        return Ops.Cast(Ops.FloorDiv(Ops.Size(o.Inputs[0]), Ops.Maximum(Ops.Size(o.Outputs[0]), 1)), o.Outputs[0].DType);
    }

    /// <summary>The reduced axes counted from the front; null if they or the rank are not known yet.</summary>
    private static int[]? Axes(Operation o)
    {
        if (ConstantValue.Of(o.Inputs[1])?.Integers() is not { } axes || !o.Inputs[0].Shape.HasRank) return null;
        int rank = o.Inputs[0].Rank;
        return Array.ConvertAll(axes, axis => (int)(axis < 0 ? axis + rank : axis));
    }

    // Elements that share the extremum share the gradient.
    private static Tensor?[] Extremum(Operation o, Tensor?[] g)
    {
        Tensor isExtremum = Ops.Cast(Ops.Equal(KeepDims(o, o.Outputs[0]), o.Inputs[0]), g[0]!.DType);
        Tensor ties = Ops.Sum(isExtremum, o.Inputs[1], true);
        return [isExtremum / ties * KeepDims(o, g[0]!), null];
    }

    // The product of all others, also where factors are 0: of those before times those after, along one axis to which the reduced ones are joined.
    private static Tensor?[] Prod(Operation o, Tensor?[] g)
    {
        Tensor x = o.Inputs[0], gradient = Ops.BroadcastTo(KeepDims(o, g[0]!), ShapeOf(x)), shape = ShapeOf(x), order, reducedSize;
        if (Axes(o) is { } known)
        {
            int[] kept = Array.FindAll(AllAxes(x.Rank), axis => Array.IndexOf(known, axis) < 0), reduced = Array.FindAll(AllAxes(x.Rank), axis => Array.IndexOf(known, axis) >= 0);
            order = Tensor.From([.. reduced, .. kept]);
            reducedSize = Ops.Prod(Ops.GatherV2(shape, reduced, 0), 0);
        }
        else
        {
            Tensor rank = Ops.Rank(x), axes = Ops.FloorMod(Ops.Reshape(Ops.Cast(o.Inputs[1], DType.Int32), new[] { -1 }) + rank, rank);
            order = Ops.ConcatV2([axes, Ops.ListDiff(Ops.Range(0, rank, 1), axes).Out], 0);
            reducedSize = Ops.Prod(Ops.GatherV2(shape, axes, 0), 0);
        }
        Tensor permuted = Ops.Transpose(x, order), keptSize = Ops.FloorDiv(Ops.Size(x), Ops.Maximum(reducedSize, 1));
        Tensor joined = Ops.Reshape(permuted, Ops.Pack([reducedSize, keptSize]));
        Tensor others = Ops.Cumprod(joined, 0, exclusive: true) * Ops.Cumprod(joined, 0, exclusive: true, reverse: true);
        Tensor back = Ops.Transpose(Ops.Reshape(Conj(others), Ops.Shape(permuted)), Ops.InvertPermutation(order));
        return [ReshapeLike(gradient * back, x), null];
    }

    private static int[] AllAxes(int rank)
    {
        var axes = new int[rank];
        for (int i = 0; i < rank; i++) axes[i] = i;
        return axes;
    }

    private static Tensor?[] Cumprod(Operation o, Tensor?[] g)
    {
        bool exclusive = o.Attrs.Bool("exclusive"), reverse = o.Attrs.Bool("reverse");
        Tensor x = o.Inputs[0], axis = o.Inputs[1], products = Ops.Cumprod(x, axis, exclusive, reverse);
        return [Ops.DivNoNan(Ops.Cumsum(products * g[0]!, axis, exclusive, !reverse), x), null];
    }

    private static Tensor?[] CumulativeLogsumexp(Operation o, Tensor?[] g)
    {
        bool exclusive = o.Attrs.Bool("exclusive"), reverse = o.Attrs.Bool("reverse");
        Tensor x = o.Inputs[0], axis = o.Inputs[1], y = o.Outputs[0], up = g[0]!;
        // In logarithms, positive and negative gradients apart, so that nothing overflows.
        Tensor lowest = Number(x.DType == DType.Float64 ? double.MinValue : x.DType == DType.Half ? -65504 : float.MinValue, x), zero = Number(0, x);
        Tensor positive = Ops.SelectV2(up > zero, Ops.Log(Ops.Abs(up)), lowest), negative = Ops.SelectV2(up < zero, Ops.Log(Ops.Abs(up)), lowest);
        Tensor Share(Tensor log) => Ops.Exp(Ops.CumulativeLogsumexp(log - y, axis, exclusive, !reverse) + x);
        return [Share(positive) - Share(negative), null];
    }
}
