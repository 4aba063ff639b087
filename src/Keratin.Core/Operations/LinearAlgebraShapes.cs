using static Keratin.Operations.DiagonalShapes;

namespace Keratin.Operations;

/// <summary>Shapes of decompositions of matrices, and of what is solved by them.</summary>
internal static class LinearAlgebraShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "Cholesky" or "MatrixInverse" => static c => c.Outputs[0] = Square(c, 0),
        "CholeskyGrad" => static c => c.Outputs[0] = c.Merge(Square(c, 0), Square(c, 1)),
        "MatrixSolve" => MatrixSolve,
        "MatrixTriangularSolve" => TriangularSolve,
        "MatrixDeterminant" => static c => c.Outputs[0] = Batch(Square(c, 0)),
        "LogMatrixDeterminant" => static c => c.Outputs[0] = c.Outputs[1] = Batch(Square(c, 0)),
        "Lu" => static c =>
        {
            c.Outputs[0] = Square(c, 0);
            if (c.Outputs[0].HasRank) c.Outputs[1] = c.Outputs[0][..^1];
        },
        "SelfAdjointEigV2" => static c =>
        {
            var shape = Square(c, 0);
            if (shape.HasRank) c.Outputs[0] = shape[..^1];
            c.Outputs[1] = c.Attrs.Bool("compute_v") ? shape : Shape.Scalar;
        },
        "Qr" => Qr,
        "Svd" => Svd,
        "Cross" => static c =>
        {
            c.Outputs[0] = c.Merge(c.Input(0), c.Input(1));
            if (c.Outputs[0].HasRank && (c.Outputs[0].Rank == 0 || c.Outputs[0][^1] is not (-1 or 3))) throw c.Error($"takes vectors of three numbers along the last axis; shapes are {c.Outputs[0]}.");
        },
        _ => null,
    };

    private static Shape Square(InferenceContext c, int input)
    {
        var shape = Matrices(c, input);
        if (!shape.HasRank) return shape;
        long size = shape[^1] < 0 ? shape[^2] : shape[^2] < 0 || shape[^2] == shape[^1] ? shape[^1] : throw c.Error($"the matrices must be square; their shape is {shape}.");
        return shape[..^2].Append(size).Append(size);
    }

    private static Shape Batch(Shape shape) => shape.HasRank ? shape[..^2] : shape;

    private static void MatrixSolve(InferenceContext c)
    {
        Shape matrix = Square(c, 0), right = Matrices(c, 1);
        if (!matrix.HasRank || !right.HasRank) return;
        c.Outputs[0] = c.Merge(matrix[..^2], right[..^2]).Append(c.Merge(matrix[^1], right[^2])).Append(right[^1]);
    }

    private static void TriangularSolve(InferenceContext c)
    {
        Shape matrix = Square(c, 0), right = Matrices(c, 1);
        if (!matrix.HasRank || !right.HasRank) return;
        c.Outputs[0] = c.Broadcast(matrix[..^2], right[..^2]).Append(c.Merge(matrix[^1], right[^2])).Append(right[^1]);
    }

    private static void Qr(InferenceContext c)
    {
        var shape = Matrices(c, 0);
        if (!shape.HasRank) return;
        long rows = shape[^2], columns = shape[^1], inner = c.Attrs.Bool("full_matrices") ? rows : Shorter(rows, columns);
        c.Outputs[0] = shape[..^2].Append(rows).Append(inner);
        c.Outputs[1] = shape[..^2].Append(inner).Append(columns);
    }

    private static void Svd(InferenceContext c)
    {
        var shape = Matrices(c, 0);
        bool vectors = c.Attrs.Bool("compute_uv"), full = c.Attrs.Bool("full_matrices");
        // As TensorFlow's kernels do, though not its own shape functions, which say an empty vector.
        if (!vectors) c.Outputs[1] = c.Outputs[2] = Shape.Scalar;
        if (!shape.HasRank) return;
        long rows = shape[^2], columns = shape[^1], inner = Shorter(rows, columns);
        c.Outputs[0] = shape[..^2].Append(inner);
        if (!vectors) return;
        c.Outputs[1] = shape[..^2].Append(rows).Append(full ? rows : inner);
        c.Outputs[2] = shape[..^2].Append(columns).Append(full ? columns : inner);
    }

    private static long Shorter(long rows, long columns) => rows < 0 || columns < 0 ? -1 : Math.Min(rows, columns);
}
