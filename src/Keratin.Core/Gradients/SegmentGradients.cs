using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of reductions over segments: each row gets what its segment got, or its share of it.</summary>
internal static class SegmentGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "SegmentSum" or "UnsortedSegmentSum" => static (o, g) => Sent(o, new Segments(o).Spread(g[0]!)),
        "SegmentMean" => Mean,
        "SegmentMin" or "SegmentMax" or "UnsortedSegmentMin" or "UnsortedSegmentMax" => Extreme,
        "SegmentProd" or "UnsortedSegmentProd" => Product,
        "SparseSegmentSum" or "SparseSegmentSumWithNumSegments" => static (o, g) => Sent(o, Picked(o, g[0]!, "SparseSegmentSumGrad")),
        "SparseSegmentMean" or "SparseSegmentMeanWithNumSegments" => static (o, g) => Sent(o, Picked(o, g[0]!, "SparseSegmentMeanGrad")),
        "SparseSegmentSqrtN" or "SparseSegmentSqrtNWithNumSegments" => static (o, g) => Sent(o, Picked(o, g[0]!, "SparseSegmentSqrtNGrad")),
        _ => null,
    };

    private static Tensor?[] Sent(Operation o, Tensor gradient) => [gradient, .. new Tensor?[o.Inputs.Length - 1]];

    /// <summary>The segments of an operation: how to reduce over them, and how to give every row what its segment has.</summary>
    private readonly struct Segments(Operation o)
    {
        private readonly bool unsorted = o.Op.Name.StartsWith("Unsorted", StringComparison.Ordinal);
        private readonly Tensor[] rest = o.Inputs[1..];

        public Tensor Reduce(string way, Tensor rows) => Ops.Execute((unsorted ? "UnsortedSegment" : "Segment") + way, [rows, .. rest])[0];

        public Tensor Spread(Tensor segments)
        {
            var ids = rest[0];
            if (!unsorted) return Ops.GatherV2(segments, ids, 0);
            // Rows of a negative segment belong nowhere.
            Tensor none = Ops.ZerosLike(ids), rows = Ops.GatherV2(segments, Ops.Maximum(ids, none), 0);
            Tensor inner = Ops.Fill(Ops.ExpandDims(Ops.Sub(Ops.Rank(rows), Ops.Rank(ids)), 0), 1);
            Tensor belongs = Ops.Reshape(Ops.GreaterEqual(ids, none), Ops.ConcatV2([Ops.Shape(ids), inner], 0));
            return Ops.SelectV2(belongs, rows, Ops.ZerosLike(rows));
        }
    }

    private static Tensor?[] Mean(Operation o, Tensor?[] g)
    {
        Tensor ids = o.Inputs[1];
        Tensor column = Ops.ConcatV2([Ops.Shape(ids), Ops.Fill(Ops.ExpandDims(Ops.Sub(Ops.Rank(o.Inputs[0]), 1), 0), 1)], 0);
        Tensor counts = Ops.SegmentSum(Ops.Fill(column, Number(1, g[0]!.DType)), ids);
        return [Ops.GatherV2(Ops.RealDiv(g[0]!, counts), ids, 0), null];
    }

    // Rows that attain the extreme share its gradient.
    private static Tensor?[] Extreme(Operation o, Tensor?[] g)
    {
        var segments = new Segments(o);
        Tensor attains = Ops.Equal(o.Inputs[0], segments.Spread(o.Outputs[0])), ones = Ops.Cast(attains, g[0]!.DType);
        Tensor share = segments.Spread(Ops.RealDiv(g[0]!, segments.Reduce("Sum", ones)));
        return Sent(o, Ops.SelectV2(attains, share, Ops.ZerosLike(share)));
    }

    // The product without one factor: divided by it, or, where it is zero, the product of the others.
    private static Tensor?[] Product(Operation o, Tensor?[] g)
    {
        var segments = new Segments(o);
        Tensor data = o.Inputs[0], isZero = Ops.Equal(data, Ops.ZerosLike(data));
        Tensor zeros = segments.Reduce("Sum", Ops.Cast(isZero, DType.Int32));
        Tensor gradient = Ops.SelectV2(Ops.Greater(zeros, 1), Ops.ZerosLike(g[0]!), g[0]!);
        Tensor factors = Ops.SelectV2(isZero, Ops.OnesLike(data), data);
        Tensor others = segments.Spread(segments.Reduce("Prod", factors));
        Tensor partial = Ops.SelectV2(isZero, others, Ops.RealDiv(segments.Spread(o.Outputs[0]), factors));
        return Sent(o, Ops.Mul(segments.Spread(gradient), partial));
    }

    private static Tensor Picked(Operation o, Tensor gradient, string op) =>
        Ops.Execute(op, [gradient, o.Inputs[1], o.Inputs[2], Element(Ops.Shape(o.Inputs[0]), 0)])[0];
}
