namespace Keratin.Operations;

/// <summary>Shapes of sparse and ragged tensors' parts; how many entries there are often depends on values.</summary>
internal static class SparseShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "SparseToDense" => static c =>
        {
            c.Outputs[0] = ArrayShapes.Dimensions(c, 1);
            c.Ranked(3, 0);
        },
        "SparseTensorDenseMatMul" => MatMul,
        "SparseReorder" => static c =>
        {
            c.Outputs[0] = c.Ranked(0, 2);
            c.Outputs[1] = c.Ranked(1, 1);
            c.Merge(c.Outputs[0][0], c.Outputs[1][0]);
        },
        "SparseReshape" => static c => (c.Outputs[0], c.Outputs[1]) = ([c.Ranked(0, 2)[0], c.Ranked(2, 1)[0]], c.Ranked(2, 1)),
        "SparseConcat" => static c => (c.Outputs[0], c.Outputs[1], c.Outputs[2]) = ([-1, c.Ranked(0, 2)[1]], [-1], c.Ranked(c.InputCount - 1, 1)),
        "SparseFillEmptyRows" => static c => (c.Outputs[0], c.Outputs[1], c.Outputs[2], c.Outputs[3]) =
            ([-1, c.Ranked(0, 2)[1]], [-1], [c.ShapeValue(2) is { Rank: > 0 } dense ? dense[0] : -1], [c.Ranked(0, 2)[0]]),
        "SparseFillEmptyRowsGrad" => static c => (c.Outputs[0], c.Outputs[1]) = (c.Ranked(0, 1), Shape.Scalar),
        "SparseSlice" => static c => (c.Outputs[0], c.Outputs[1], c.Outputs[2]) = ([-1, c.Ranked(0, 2)[1]], [-1], c.Ranked(2, 1)),
        "RaggedRange" => static c => (c.Outputs[0], c.Outputs[1]) = ([-1], [-1]),
        "RaggedTensorToSparse" => static c => (c.Outputs[0], c.Outputs[1], c.Outputs[2]) = ([-1, -1], [-1], [-1]),
        _ => null,
    };

    private static void MatMul(InferenceContext c)
    {
        Shape a = c.Constant(2) is null ? c.ShapeValue(2) : ArrayShapes.Dimensions(c, 2), b = c.Ranked(3, 2);
        if (a.HasRank && a.Rank != 2) throw c.Error($"a_shape must be that of a matrix; it is {a}.");
        bool adjointA = c.Attrs.Bool("adjoint_a"), adjointB = c.Attrs.Bool("adjoint_b");
        long rows = a.HasRank ? a[adjointA ? 1 : 0] : -1, inner = a.HasRank ? a[adjointA ? 0 : 1] : -1;
        c.Merge(inner, b[adjointB ? 1 : 0]);
        c.Merge(c.Ranked(0, 2)[1], 2);
        c.Merge(c.Ranked(0, 2)[0], c.Ranked(1, 1)[0]);
        c.Outputs[0] = [rows, b[adjointB ? 0 : 1]];
    }
}
