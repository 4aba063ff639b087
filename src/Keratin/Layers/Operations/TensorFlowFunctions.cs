using Keratin.Activations;

namespace Keratin.Layers;

/// <summary>The functions of TensorFlow that Keras 2's files may name.</summary>
internal static class TensorFlowFunctions
{
    public static TensorFlowFunction? Find(string name) => Binary(name) ?? Unary(name) ?? Reduction(name) ?? name switch
    {
        "__operators__.getitem" => static (x, c) => PythonIndexing.Get(x.Single, c.Arguments.GetValueOrDefault("slice_spec")),
        "reshape" => static (x, c) => Ops.Reshape(x.Single, Ints(c, "shape")!),
        "expand_dims" => static (x, c) => Ops.ExpandDims(x.Single, Ints(c, "axis")![0]),
        "squeeze" => static (x, c) => Ops.Squeeze(x.Single, Array.ConvertAll(Ints(c, "axis") ?? [], static axis => (long)axis)),
        "transpose" => static (x, c) => Ops.Transpose(x.Single, Ints(c, "perm") ?? [.. Enumerable.Range(0, x.Single.Rank).Reverse()]),
        "cast" => static (x, c) => Ops.Cast(x.Single, DTypes.Parse((string)c.Arguments["dtype"]!)),
        "concat" => static (x, c) => Ops.ConcatV2(x.AsSpan(), Ints(c, "axis")![0]),
        "stack" => static (x, c) => Ops.Pack(x.AsSpan(), Ints(c, "axis")?[0] ?? 0),
        "clip_by_value" => static (x, c) => Ops.Minimum(Ops.Maximum(x.Single, Operand(c, "clip_value_min", x.Single)!), Operand(c, "clip_value_max", x.Single)!),
        "nn.softmax" => static (x, c) => ActivationFunctions.Softmax(x.Single, Ints(c, "axis")?[0] ?? -1),
        "linalg.matmul" => static (x, c) => Ops.BatchMatMulV2(x.Single, c.Tensor("b")!, c.Flag("transpose_a"), c.Flag("transpose_b")),
        _ => null,
    };

    private static TensorFlowFunction? Binary(string name)
    {
        Func<Tensor, Tensor, Tensor>? function = name switch
        {
            "math.add" or "add" or "__operators__.add" => static (x, y) => x + y,
            "math.subtract" or "subtract" or "__operators__.sub" => static (x, y) => x - y,
            "math.multiply" or "multiply" or "__operators__.mul" => static (x, y) => x * y,
            "math.divide" or "math.truediv" or "divide" or "truediv" or "__operators__.truediv" => static (x, y) => x / y,
            "math.floordiv" or "__operators__.floordiv" => static (x, y) => Ops.FloorDiv(x, y),
            "math.floormod" or "__operators__.mod" => static (x, y) => Ops.FloorMod(x, y),
            "math.pow" or "pow" or "__operators__.pow" => static (x, y) => Ops.Pow(x, y),
            "math.maximum" or "maximum" => static (x, y) => Ops.Maximum(x, y),
            "math.minimum" or "minimum" => static (x, y) => Ops.Minimum(x, y),
            "math.squared_difference" => static (x, y) => Ops.SquaredDifference(x, y),
            "math.greater" or "__operators__.gt" => static (x, y) => x > y,
            "math.greater_equal" or "__operators__.ge" => static (x, y) => x >= y,
            "math.less" or "__operators__.lt" => static (x, y) => x < y,
            "math.less_equal" or "__operators__.le" => static (x, y) => x <= y,
            "math.equal" or "__operators__.eq" => static (x, y) => Ops.Equal(x, y),
            "math.not_equal" or "__operators__.ne" => static (x, y) => Ops.NotEqual(x, y),
            "math.logical_and" => static (x, y) => Ops.LogicalAnd(x, y),
            "math.logical_or" => static (x, y) => Ops.LogicalOr(x, y),
            _ => null,
        };
        if (function is null) return null;
        // The input is the first operand, unless a constant is.
        return (inputs, context) => Operand(context, "x", inputs.Single) is { } left ? function(left, inputs.Single)
            : function(inputs.Single, Operand(context, "y", inputs.Single) ?? throw new ArgumentException($"tf.{name} needs a second operand, y."));
    }

    private static TensorFlowFunction? Unary(string name)
    {
        Func<Tensor, Tensor>? function = name switch
        {
            "math.negative" or "__operators__.neg" => static x => -x,
            "math.abs" or "abs" => static x => Ops.Abs(x),
            "math.exp" or "exp" => static x => Ops.Exp(x),
            "math.log" => static x => Ops.Log(x),
            "math.sqrt" or "sqrt" => static x => Ops.Sqrt(x),
            "math.rsqrt" => static x => Ops.Rsqrt(x),
            "math.square" or "square" => static x => Ops.Square(x),
            "math.sigmoid" or "nn.sigmoid" => static x => Ops.Sigmoid(x),
            "math.tanh" or "nn.tanh" or "tanh" => static x => Ops.Tanh(x),
            "math.sin" or "sin" => static x => Ops.Sin(x),
            "math.cos" or "cos" => static x => Ops.Cos(x),
            "math.sign" or "sign" => static x => Ops.Sign(x),
            "math.logical_not" => static x => Ops.LogicalNot(x),
            "nn.relu" => static x => Ops.Relu(x),
            "nn.relu6" => static x => Ops.Relu6(x),
            "nn.silu" or "nn.swish" => static x => x * Ops.Sigmoid(x),
            "nn.gelu" => static x => Activation.Get("gelu").Apply(x),
            "identity" => static x => Ops.Identity(x),
            "stop_gradient" => static x => Ops.StopGradient(x),
            "zeros_like" => static x => Ops.ZerosLike(x),
            "ones_like" => static x => Ops.OnesLike(x),
            "shape" or "compat.v1.shape" => static x => Ops.Shape(x),
            _ => null,
        };
        return function is null ? null : (inputs, _) => function(inputs.Single);
    }

    private static TensorFlowFunction? Reduction(string name)
    {
        Func<Tensor, Tensor, bool, Tensor>? function = name switch
        {
            "math.reduce_mean" or "reduce_mean" => static (x, axes, keep) => Ops.Mean(x, axes, keep),
            "math.reduce_sum" or "reduce_sum" => static (x, axes, keep) => Ops.Sum(x, axes, keep),
            "math.reduce_max" or "reduce_max" => static (x, axes, keep) => Ops.Max(x, axes, keep),
            "math.reduce_min" or "reduce_min" => static (x, axes, keep) => Ops.Min(x, axes, keep),
            "math.reduce_prod" or "reduce_prod" => static (x, axes, keep) => Ops.Prod(x, axes, keep),
            _ => null,
        };
        if (function is null) return null;
        return (inputs, context) => function(inputs.Single, Ints(context, "axis") is { } axes ? axes : Scalars.AllAxes(inputs.Single), context.Flag("keepdims"));
    }

    private static Tensor? Operand(CallContext context, string name, Tensor other) => context.Arguments.GetValueOrDefault(name) switch
    {
        null => null,
        bool or long or int or double or float => Scalars.Like(other, Convert.ToDouble(context.Arguments[name], System.Globalization.CultureInfo.InvariantCulture)),
        EagerTensor constant when constant.DType != other.DType => Ops.Cast(constant, other.DType),
        _ => context.Tensor(name),
    };

    private static int[]? Ints(CallContext context, string name) => context.Arguments.GetValueOrDefault(name) switch
    {
        null => null,
        long number => [checked((int)number)],
        object?[] numbers => Array.ConvertAll(numbers, number => checked((int)(number as long? ?? throw new ArgumentException($"'{name}' must be integers.")))),
        _ => throw new ArgumentException($"'{name}' must be an integer or a list of integers."),
    };
}
