namespace Keratin.Operations;

/// <summary>Shapes of elementwise mathematics and matrix products.</summary>
internal static class MathShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "Abs" or "Neg" or "Exp" or "Log" or "Sqrt" or "Square" or "Tanh" or "Sigmoid" or "Relu" or "Softmax" or "Cast" or "Identity" or "ZerosLike" or "OnesLike" or "StopGradient" => Same,
        "AddV2" or "Add" or "Sub" or "Mul" or "RealDiv" or "Maximum" or "Minimum" or "Pow" => Broadcast,
        "Const" => static c => c.Outputs[0] = c.Attrs["value"].Tensor.Shape,
        "Placeholder" => static c => c.Outputs[0] = c.Attrs.Shape("shape"),
        "ReadVariableOp" => static c => c.Outputs[0] = c.Constant(0) is { } handle ? Resource.From<VariableResource>(handle).Shape : Shape.Unknown,
        "MatMul" => MatMul,
        _ => null,
    };

    private static void Same(InferenceContext c) => c.Outputs[0] = c.Input(0);

    private static void Broadcast(InferenceContext c) => c.Outputs[0] = BroadcastShapes(c, c.Input(0), c.Input(1));

    /// <summary>NumPy's broadcasting of two shapes.</summary>
    internal static Shape BroadcastShapes(InferenceContext c, Shape left, Shape right)
    {
        if (!left.HasRank || !right.HasRank) return Shape.Unknown;
        var dims = new long[Math.Max(left.Rank, right.Rank)];
        for (int i = 1; i <= dims.Length; i++)
        {
            long a = i <= left.Rank ? left[^i] : 1, b = i <= right.Rank ? right[^i] : 1;
            dims[^i] = a == 1 ? b : b == 1 ? a : a < 0 ? b : b < 0 || a == b ? a
                : throw c.Error($"shapes {left} and {right} can't be broadcast: sizes {a} and {b} differ and neither is 1.");
        }
        return Shape.Create(dims);
    }

    private static void MatMul(InferenceContext c)
    {
        Shape a = c.Input(0), b = c.Input(1);
        if ((a.HasRank && a.Rank != 2) || (b.HasRank && b.Rank != 2)) throw c.Error($"takes two matrices; shapes are {a} and {b}.");
        bool transposeA = c.Attrs.Bool("transpose_a"), transposeB = c.Attrs.Bool("transpose_b");
        if (a.HasRank && b.HasRank && a[transposeA ? 0 : 1] is >= 0 and var inner && b[transposeB ? 1 : 0] is >= 0 and var other && inner != other)
            throw c.Error($"inner sizes {inner} and {other} of shapes {a} and {b} differ.");
        c.Outputs[0] = [a.HasRank ? a[transposeA ? 1 : 0] : -1, b.HasRank ? b[transposeB ? 0 : 1] : -1];
    }
}
