namespace Keratin.Operations;

/// <summary>Shapes of matrix products.</summary>
internal static class MatMulShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "MatMul" => MatMul,
        "BatchMatMul" or "BatchMatMulV2" or "BatchMatMulV3" => BatchMatMul,
        "BiasAdd" or "BiasAddV1" => BiasAdd,
        "BiasAddGrad" => static c => c.Outputs[0] = [c.Input(0).HasRank ? ChannelSize(c, c.Input(0)) : -1],
        _ => null,
    };

    private static void MatMul(InferenceContext c)
    {
        Shape a = c.Input(0), b = c.Input(1);
        if ((a.HasRank && a.Rank != 2) || (b.HasRank && b.Rank != 2)) throw c.Error($"takes two matrices; shapes are {a} and {b}.");
        bool transposeA = c.Attrs.Bool("transpose_a"), transposeB = c.Attrs.Bool("transpose_b");
        if (a.HasRank && b.HasRank && a[transposeA ? 0 : 1] is >= 0 and var inner && b[transposeB ? 1 : 0] is >= 0 and var other && inner != other)
            throw c.Error($"inner sizes {inner} and {other} of shapes {a} and {b} differ.");
        c.Outputs[0] = [a.HasRank ? a[transposeA ? 1 : 0] : -1, b.HasRank ? b[transposeB ? 0 : 1] : -1];
    }

    private static void BatchMatMul(InferenceContext c)
    {
        Shape x = c.Input(0), y = c.Input(1);
        if (!x.HasRank || !y.HasRank) return;
        if (x.Rank < 2 || y.Rank < 2) throw c.Error($"takes tensors of two axes or more; shapes are {x} and {y}.");
        bool adjointX = c.Attrs.Bool("adj_x"), adjointY = c.Attrs.Bool("adj_y");
        long inner = x[adjointX ? ^2 : ^1], other = y[adjointY ? ^1 : ^2];
        if (inner >= 0 && other >= 0 && inner != other) throw c.Error($"inner sizes {inner} and {other} of shapes {x} and {y} differ.");
        // The first version does not broadcast.
        var batch = c.Operation.Op.Name == "BatchMatMul" ? c.Merge(x[..^2], y[..^2]) : c.Broadcast(x[..^2], y[..^2]);
        c.Outputs[0] = batch.Append(x[adjointX ? ^1 : ^2]).Append(y[adjointY ? ^2 : ^1]);
    }

    private static void BiasAdd(InferenceContext c)
    {
        Shape value = c.Input(0), bias = c.Ranked(1, 1);
        if (!value.HasRank) return;
        long channels = ChannelSize(c, value);
        c.Merge(channels, bias[0]);
        c.Outputs[0] = value;
    }

    private static long ChannelSize(InferenceContext c, Shape value)
    {
        if (value.Rank < 2) throw c.Error($"takes a tensor of two axes or more; its shape is {value}.");
        return c.Operation.Op.Name != "BiasAddV1" && c.Attrs.Text("data_format") == "NCHW" ? value[1] : value[^1];
    }
}
