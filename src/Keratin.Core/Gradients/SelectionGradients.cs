using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of ops that find elements: they go to where the elements were found.</summary>
internal static class SelectionGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "TopK" => static (o, g) => [TopK(o, g[0])],
        "TopKV2" => static (o, g) => [TopK(o, g[0]), null],
        "NthElement" => NthElement,
        "Unique" or "UniqueV2" or "UniqueWithCounts" or "UniqueWithCountsV2" or "ListDiff" or "LowerBound" or "UpperBound" => static (o, g) => [],
        _ => null,
    };

    private static Tensor? TopK(Operation o, Tensor? gradient)
    {
        if (gradient is null) return null;
        Tensor input = o.Inputs[0], columns = Ops.Shape(input, DType.Int64)[-1];
        Tensor rows = Ops.Reshape(Ops.Cast(o.Outputs[1], DType.Int64), Ops.Pack([Tensor.Scalar(-1L), Ops.Shape(o.Outputs[1], DType.Int64)[-1]]));
        Tensor starts = Ops.ExpandDims(Ops.Mul(Ops.Range(0L, Ops.Shape(rows, DType.Int64)[0], 1L), columns), -1);
        Tensor places = Ops.Reshape(Ops.AddV2(rows, starts), new[] { -1 });
        Tensor sums = Ops.UnsortedSegmentSum(Ops.Reshape(gradient, new[] { -1 }), places, Ops.Size(input, DType.Int64));
        return ReshapeLike(sums, input);
    }

    // Elements that equal the one found share its gradient.
    private static Tensor?[] NthElement(Operation o, Tensor?[] g)
    {
        Tensor input = o.Inputs[0];
        Tensor equal = Ops.Cast(Ops.Equal(Ops.ExpandDims(o.Outputs[0], -1), input), g[0]!.DType);
        Tensor share = Ops.RealDiv(Ops.ExpandDims(g[0]!, -1), Ops.Sum(equal, -1, keepDims: true));
        return [Ops.Mul(equal, share), null];
    }
}
