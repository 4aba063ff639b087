using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of matrix products and of the bias that follows them.</summary>
internal static class MatMulGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "MatMul" => MatMul,
        "BatchMatMul" or "BatchMatMulV2" or "BatchMatMulV3" => BatchMatMul,
        "BiasAdd" => static (o, g) => [g[0], Ops.BiasAddGrad(g[0]!, o.Attrs.Text("data_format"))],
        "BiasAddV1" => static (o, g) => [g[0], Ops.BiasAddGrad(g[0]!)],
        "BiasAddGrad" => BiasAddGrad,
        _ => null,
    };

    private static Tensor?[] MatMul(Operation o, Tensor?[] g)
    {
        Tensor a = Conj(o.Inputs[0]), b = Conj(o.Inputs[1]), up = g[0]!;
        return (o.Attrs.Bool("transpose_a"), o.Attrs.Bool("transpose_b")) switch
        {
            (false, false) => [Ops.MatMul(up, b, transposeB: true), Ops.MatMul(a, up, transposeA: true)],
            (false, true) => [Ops.MatMul(up, b), Ops.MatMul(up, a, transposeA: true)],
            (true, false) => [Ops.MatMul(b, up, transposeB: true), Ops.MatMul(a, up)],
            (true, true) => [Ops.MatMul(b, up, transposeA: true, transposeB: true), Ops.MatMul(up, a, transposeA: true, transposeB: true)],
        };
    }

    // adj_x and adj_y conjugate as well as transpose.
    private static Tensor?[] BatchMatMul(Operation o, Tensor?[] g)
    {
        Tensor x = o.Inputs[0], y = o.Inputs[1], up = g[0]!;
        var (byX, byY) = (o.Attrs.Bool("adj_x"), o.Attrs.Bool("adj_y")) switch
        {
            (false, false) => (Product(up, y, false, true), Product(x, up, true, false)),
            (false, true) => (Product(up, y, false, false), Product(up, x, true, false)),
            (true, false) => (Product(y, up, false, true), Product(x, up, false, false)),
            (true, true) => (Product(y, up, true, true), Product(up, x, true, true)),
        };
        return [SumBatch(Ops.Cast(byX, x.DType), x, y), SumBatch(Ops.Cast(byY, y.DType), y, x)];
    }

    private static Tensor Product(Tensor x, Tensor y, bool adjointX, bool adjointY) => Ops.BatchMatMulV2(x, y, adjX: adjointX, adjY: adjointY);

    // As for a binary op, but only the axes of the batch broadcast.
    internal static Tensor SumBatch(Tensor gradient, Tensor input, Tensor other)
    {
        if (input.Shape.HasRank && other.Shape.HasRank && BinaryGradients.RepeatedAxes(input.Shape[..^2], other.Shape[..^2]) is { } axes)
            return axes.Length == 0 ? gradient : ReshapeLike(Ops.Sum(gradient, axes), input);
        Tensor shape = Ops.Shape(input);
        Tensor Batch(Tensor tensor) => Ops.StridedSlice(Ops.Shape(tensor), Tensor.From([0]), Tensor.From([-2]), Tensor.From([1]), beginMask: 1);
        return Ops.Reshape(Ops.Sum(gradient, Ops.BroadcastGradientArgs(Batch(input), Batch(other)).R0), shape);
    }

    // The bias's gradient is repeated over every axis but the channels'.
    private static Tensor?[] BiasAddGrad(Operation o, Tensor?[] g)
    {
        Tensor input = o.Inputs[0], up = g[0]!;
        if (o.Attrs.Text("data_format") == "NCHW")
        {
            var dims = new int[input.Rank - 1];
            Array.Fill(dims, 1);
            dims[0] = -1;
            up = Ops.Reshape(up, dims);
        }
        return [Ops.BroadcastTo(up, ShapeOf(input))];
    }
}
