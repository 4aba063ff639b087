namespace Keratin.Operations;

/// <summary>Shapes of the ops that take diagonals out of matrices and put them in.</summary>
internal static class DiagonalShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "MatrixDiag" => static c => c.Outputs[0] = c.Input(0) is not { HasRank: true } shape ? Shape.Unknown : shape.Rank < 1 ? throw c.Error("takes a tensor of one axis or more.") : shape.Append(shape[^1]),
        "MatrixDiagPart" => static c => c.Outputs[0] = Matrices(c, 0) is { HasRank: true } shape ? shape[..^2].Append(Shorter(shape)) : Shape.Unknown,
        "MatrixSetDiag" => static c =>
        {
            var shape = Matrices(c, 0);
            if (shape.HasRank && c.Input(1).HasRank) c.Merge(c.Input(1), shape[..^2].Append(Shorter(shape)));
            c.Outputs[0] = shape;
        },
        "MatrixDiagV2" or "MatrixDiagV3" => MatrixDiag,
        "MatrixDiagPartV2" or "MatrixDiagPartV3" => MatrixDiagPart,
        "MatrixSetDiagV2" or "MatrixSetDiagV3" => MatrixSetDiag,
        "MatrixBandPart" => static c => c.Outputs[0] = Matrices(c, 0),
        "Diag" => static c => c.Outputs[0] = c.Input(0).Concat(c.Input(0)),
        "DiagPart" => DiagPart,
        _ => null,
    };

    /// <summary>The shape of an input that holds matrices.</summary>
    internal static Shape Matrices(InferenceContext c, int input)
    {
        var shape = c.Input(input);
        return shape.HasRank && shape.Rank < 2 ? throw c.Error($"takes tensors of two axes or more; input {input} has shape {shape}.") : shape;
    }

    private static long Shorter(Shape shape) => shape[^1] < 0 || shape[^2] < 0 ? -1 : Math.Min(shape[^1], shape[^2]);

    private static void MatrixDiag(InferenceContext c)
    {
        var diagonals = c.Input(0);
        if (!diagonals.HasRank || c.Integers(1) is not { } k) return;
        if (c.Integer(2) is not { } rows || c.Integer(3) is not { } columns) return;
        (rows, columns) = DiagonalGeometry.MatrixSize(diagonals, k, rows, columns, c.Error);
        c.Outputs[0] = (k[0] == k[^1] ? diagonals[..^1] : diagonals[..^2]).Append(rows).Append(columns);
    }

    private static void MatrixDiagPart(InferenceContext c)
    {
        var shape = Matrices(c, 0);
        if (!shape.HasRank || c.Integers(1) is not { } k) return;
        if (shape[^1] >= 0 && shape[^2] >= 0) c.Outputs[0] = DiagonalGeometry.Of(k, shape[^2], shape[^1], DiagonalGeometry.Align(c.Attrs), c.Error).PackedShape(shape[..^2]);
        else c.Outputs[0] = Shape.UnknownOfRank(shape.Rank - (k[0] == k[^1] ? 1 : 0));
    }

    private static void MatrixSetDiag(InferenceContext c)
    {
        var shape = Matrices(c, 0);
        if (shape.HasRank && c.Input(1).HasRank && c.Integers(2) is { } k && shape[^1] >= 0 && shape[^2] >= 0)
            c.Merge(c.Input(1), DiagonalGeometry.Of(k, shape[^2], shape[^1], DiagonalGeometry.Align(c.Attrs), c.Error).PackedShape(shape[..^2]));
        c.Outputs[0] = shape;
    }

    private static void DiagPart(InferenceContext c)
    {
        var shape = c.Input(0);
        if (!shape.HasRank) return;
        if (shape.Rank == 0 || shape.Rank % 2 != 0) throw c.Error($"takes a tensor with an even number of axes; its shape is {shape}.");
        c.Outputs[0] = c.Merge(shape[..(shape.Rank / 2)], shape[(shape.Rank / 2)..]);
    }
}
