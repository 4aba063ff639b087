namespace Keratin.Layers;

/// <summary>The functions of TensorFlow that Keras 2's files may name and Keras 3 has none for, or that mean something else there.</summary>
internal static class TensorFlowFunctions
{
    public static TensorFlowFunction? Find(string name) => name switch
    {
        "math.squared_difference" => static (x, c) => Binary(x, c, static (a, b) => Ops.SquaredDifference(a, b)),
        "math.xlogy" => static (x, c) => Binary(x, c, static (a, b) => Ops.Xlogy(a, b)),
        "math.rint" => static (x, _) => Ops.Rint(x.Single),
        "shape" or "compat.v1.shape" => static (x, _) => Ops.Shape(x.Single),
        "math.add_n" or "add_n" => static (x, _) => Ops.AddN(x.AsSpan()),
        "math.argmax" or "argmax" => static (x, c) => Ops.ArgMax(x.Single, Axis(c, 0), IndexType(c)),
        "math.argmin" or "argmin" => static (x, c) => Ops.ArgMin(x.Single, Axis(c, 0), IndexType(c)),
        "linalg.matmul" or "matmul" => static (x, c) => Ops.BatchMatMulV2(x.Single, Like(c.Arguments.GetValueOrDefault("b"), x.Single), c.Flag("transpose_a"), c.Flag("transpose_b")),
        "nn.l2_normalize" or "math.l2_normalize" => static (x, c) => L2Normalize(x.Single, c),
        _ => null,
    };

    private static Tensor Binary(Tensors inputs, CallContext context, Func<Tensor, Tensor, Tensor> function) =>
        context.Arguments.TryGetValue("x", out object? left) ? function(Like(left, inputs.Single), inputs.Single) : function(inputs.Single, Like(context.Arguments.GetValueOrDefault("y"), inputs.Single));

    private static Tensor Like(object? operand, Tensor other) => operand switch
    {
        Tensor tensor => tensor,
        Tensors tensors => tensors.Single,
        object?[] list => ConstantList.ToTensor(list, other.DType),
        bool or long or int or double or float => Scalars.Like(other, Convert.ToDouble(operand, System.Globalization.CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException("A function of two tensors needs both."),
    };

    private static int Axis(CallContext context, int otherwise) => checked((int)(context.Arguments.GetValueOrDefault("axis") as long? ?? otherwise));

    private static DType IndexType(CallContext context) => context.Arguments.GetValueOrDefault("output_type") is string name ? DTypes.Parse(name) : DType.Int64;

    private static Tensor L2Normalize(Tensor x, CallContext context)
    {
        double epsilon = context.Arguments.GetValueOrDefault("epsilon") as double? ?? 1e-12;
        return x * Ops.Rsqrt(Ops.Maximum(Ops.Sum(Ops.Square(x), Axis(context, -1), keepDims: true), Scalars.Like(x, epsilon)));
    }
}
