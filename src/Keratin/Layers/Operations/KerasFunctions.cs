namespace Keratin.Layers;

/// <summary>
/// The functions that Keras keeps among the layers of Functional models, as the op vocabulary, Keras 3 (<c>keras.ops</c>) and Keras 2
/// (<c>tf.…</c> in a <c>TFOpLambda</c>) call them. A line holds: the ops that are just this function; the class below
/// <c>keras.src.ops</c>; the function below <c>tf</c> and its other names. Within brackets stand the tensors, then the settings; what
/// stands at the same place means the same. <c>=</c> is a setting that only this side has and the value that it must have,
/// <c>!</c> one that must be given as well, <c>?</c> the value of one that isn't given; <c>[]</c> marks what is always a list, <c>^</c> what is in capitals.
/// </summary>
internal static class KerasFunctions
{
    private const string Table = """
        Neg                | numpy.Negative(x)               | math.negative(x) negative __operators__.neg
        Abs                | numpy.Absolute(x)               | math.abs(x) abs
        Exp                | numpy.Exp(x)                    | math.exp(x) exp
        Expm1              | numpy.Expm1(x)                  | math.expm1(x)
        Log                | numpy.Log(x)                    | math.log(x)
        Log1p              | numpy.Log1p(x)                  | math.log1p(x)
        Sqrt               | numpy.Sqrt(x)                   | math.sqrt(x) sqrt
        Rsqrt              | math.Rsqrt(x)                   | math.rsqrt(x)
        Square             | numpy.Square(x)                 | math.square(x) square
        Reciprocal         | numpy.Reciprocal(x)             | math.reciprocal(x)
        Sin                | numpy.Sin(x)                    | math.sin(x) sin
        Cos                | numpy.Cos(x)                    | math.cos(x) cos
        Tan                | numpy.Tan(x)                    | math.tan(x) tan
        Asin               | numpy.Arcsin(x)                 | math.asin(x) asin
        Acos               | numpy.Arccos(x)                 | math.acos(x) acos
        Atan               | numpy.Arctan(x)                 | math.atan(x) atan
        Sinh               | numpy.Sinh(x)                   | math.sinh(x) sinh
        Cosh               | numpy.Cosh(x)                   | math.cosh(x) cosh
        Tanh               | numpy.Tanh(x)                   | math.tanh(x) tanh nn.tanh
        Asinh              | numpy.Arcsinh(x)                | math.asinh(x) asinh
        Acosh              | numpy.Arccosh(x)                | math.acosh(x) acosh
        Atanh              | numpy.Arctanh(x)                | math.atanh(x) atanh
        Sign               | numpy.Sign(x)                   | math.sign(x) sign
        Floor              | numpy.Floor(x)                  | math.floor(x) floor
        Ceil               | numpy.Ceil(x)                   | math.ceil(x)
        IsNan              | numpy.Isnan(x)                  | math.is_nan(x)
        IsInf              | numpy.Isinf(x)                  | math.is_inf(x)
        IsFinite           | numpy.Isfinite(x)               | math.is_finite(x)
        LogicalNot         | numpy.LogicalNot(x)             | math.logical_not(x)
        Erf                | math.Erf(x)                     | math.erf(x)
        Erfinv             | math.Erfinv(x)                  | math.erfinv(x)
        Relu               | nn.Relu(x)                      | nn.relu(x)
        Relu6              | nn.Relu6(x)                     | nn.relu6(x)
        Sigmoid            | nn.Sigmoid(x)                   | math.sigmoid(x) nn.sigmoid
        Softplus           | nn.Softplus(x)                  | math.softplus(x) nn.softplus
        Softsign           | nn.Softsign(x)                  | nn.softsign(x) math.softsign
        Selu               | nn.Selu(x)                      | nn.selu(x)
        Identity           | numpy.Copy(x)                   | identity(x)
        StopGradient       | core.StopGradient(x)            | stop_gradient(x)
        AddV2 Add BiasAdd  | numpy.Add(x1 x2)                | __operators__.add(x y) math.add add
        Sub                | numpy.Subtract(x1 x2)           | math.subtract(x y) subtract __operators__.sub
        Mul                | numpy.Multiply(x1 x2)           | math.multiply(x y) multiply __operators__.mul
        RealDiv Div        | numpy.TrueDivide(x1 x2)         | math.truediv(x y) truediv math.divide divide __operators__.truediv
        DivNoNan           | numpy.DivideNoNan(x1 x2)        | math.divide_no_nan(x y)
        FloorDiv           | numpy.FloorDivide(x1 x2)        | compat.v1.floor_div(x y) math.floordiv __operators__.floordiv
        FloorMod           | numpy.Mod(x1 x2)                | math.floormod(x y) math.mod __operators__.mod
        Pow                | numpy.Power(x1 x2)              | math.pow(x y) pow __operators__.pow
        Maximum            | numpy.Maximum(x1 x2)            | math.maximum(x y) maximum
        Minimum            | numpy.Minimum(x1 x2)            | math.minimum(x y) minimum
        Greater            | numpy.Greater(x1 x2)            | math.greater(x y) greater __operators__.gt
        GreaterEqual       | numpy.GreaterEqual(x1 x2)       | math.greater_equal(x y) greater_equal __operators__.ge
        Less               | numpy.Less(x1 x2)               | math.less(x y) less __operators__.lt
        LessEqual          | numpy.LessEqual(x1 x2)          | math.less_equal(x y) less_equal __operators__.le
        Equal              | numpy.Equal(x1 x2)              | math.equal(x y) equal __operators__.eq
        NotEqual           | numpy.NotEqual(x1 x2)           | math.not_equal(x y) not_equal __operators__.ne
        LogicalAnd         | numpy.LogicalAnd(x1 x2)         | math.logical_and(x y)
        LogicalOr          | numpy.LogicalOr(x1 x2)          | math.logical_or(x y)
        Atan2              | numpy.Arctan2(x1 x2)            | math.atan2(y x) atan2
        SelectV2           | numpy.Where(condition x1 x2)    | where(condition x y) compat.v1.where
        Xlogy              |                                 | math.xlogy(x y)
        SquaredDifference  |                                 | math.squared_difference(x y)
        Rint               |                                 | math.rint(x)
                           | numpy.Divide(x1 x2)             | math.truediv(x y)
                           | numpy.Matmul(x1 x2)             | linalg.matmul(a b; transpose_a=false transpose_b=false)
                           | numpy.Mean(x; axis keepdims)    | math.reduce_mean(input_tensor; axis keepdims?false) reduce_mean
                           | numpy.Sum(x; axis keepdims)     | math.reduce_sum(input_tensor; axis keepdims?false) reduce_sum
                           | numpy.Max(x; axis keepdims initial=null) | math.reduce_max(input_tensor; axis keepdims?false) reduce_max
                           | numpy.Min(x; axis keepdims initial=null) | math.reduce_min(input_tensor; axis keepdims?false) reduce_min
                           | numpy.Prod(x; axis keepdims dtype=null) | math.reduce_prod(input_tensor; axis keepdims?false) reduce_prod
                           | numpy.Any(x; axis keepdims)     | math.reduce_any(input_tensor; axis keepdims?false) reduce_any
                           | numpy.All(x; axis keepdims)     | math.reduce_all(input_tensor; axis keepdims?false) reduce_all
                           | numpy.Var(x; axis keepdims)     | math.reduce_variance(input_tensor; axis keepdims?false)
                           | numpy.Std(x; axis keepdims)     | math.reduce_std(input_tensor; axis keepdims?false)
                           | math.Logsumexp(x; axis keepdims) | math.reduce_logsumexp(input_tensor; axis keepdims?false) reduce_logsumexp
                           | numpy.Argmax(x; axis keepdims=false) | math.argmax(input; axis?0 output_type!"int32") argmax
                           | numpy.Argmin(x; axis keepdims=false) | math.argmin(input; axis?0 output_type!"int32") argmin
                           | numpy.Cumsum(x; axis dtype=null) | math.cumsum(x; axis?0 exclusive=false reverse=false) cumsum
                           | numpy.Cumprod(x; axis dtype=null) | math.cumprod(x; axis?0 exclusive=false reverse=false)
                           | nn.Softmax(x; axis)             | nn.softmax(logits; axis?-1)
                           | nn.LogSoftmax(x; axis)          | nn.log_softmax(logits; axis?-1)
                           | nn.Elu(x; alpha=1)              | nn.elu(features)
                           | nn.LeakyRelu(x; negative_slope) | nn.leaky_relu(features; alpha?0.2)
                           | nn.Gelu(x; approximate)         | nn.gelu(features; approximate?false)
                           | nn.Silu(x)                      | nn.silu(features; beta=1) nn.swish
                           | nn.LogSigmoid(x)                | math.log_sigmoid(x)
                           | nn.HardSigmoid(x)               |
                           | nn.HardSilu(x)                  |
                           | nn.OneHot(x; num_classes axis dtype sparse=false) | one_hot(indices; depth axis?-1 dtype?"float32" on_value=null off_value=null)
                           | numpy.Round(x; decimals=0)      | math.round(x) round
                           | numpy.Log2(x)                   |
                           | numpy.Log10(x)                  |
                           | numpy.Trunc(x)                  |
                           | numpy.Logaddexp(x1 x2)          |
                           | numpy.LogicalXor(x1 x2)         |
                           | numpy.ZerosLike(x; dtype)       | zeros_like(input; dtype)
                           | numpy.OnesLike(x; dtype)        | ones_like(input; dtype)
                           | numpy.Reshape(x; newshape)      | reshape(tensor; shape)
                           | numpy.Transpose(x; axes)        | compat.v1.transpose(a; perm conjugate=false) transpose
                           | numpy.ExpandDims(x; axis)       | expand_dims(input; axis)
                           | numpy.Squeeze(x; axis)          | compat.v1.squeeze(input; axis) squeeze
                           | numpy.Concatenate(xs; axis)     | concat(values; axis)
                           | numpy.Stack(x; axis)            | stack(values; axis?0)
                           | numpy.Split(x; indices_or_sections axis) | split(value; num_or_size_splits axis?0)
                           | core.Unstack(x; num axis)       | unstack(value; num axis?0)
                           | numpy.Flip(x; axis)             | reverse(tensor; axis[])
                           | numpy.Roll(x; shift axis)       | roll(input; shift axis)
                           | numpy.Tile(x; repeats)          | tile(input; multiples[])
                           | numpy.Repeat(x; repeats axis)   | repeat(input; repeats axis)
                           | numpy.BroadcastTo(x; shape)     | broadcast_to(input; shape)
                           | numpy.Pad(x constant_values; pad_width mode) | compat.v1.pad(tensor constant_values; paddings mode^?"CONSTANT") pad
                           | numpy.Take(x indices; axis)     | compat.v1.gather(params indices; axis?0 batch_dims=0 validate_indices=null) gather
                           | core.Slice(x start_indices; shape) | slice(input_ begin; size)
                           | numpy.Clip(x; x_min x_max)      | clip_by_value(t; clip_value_min clip_value_max)
                           | core.Cast(x; dtype)             | cast(x; dtype)
                           | math.TopK(x; k sorted)          | math.top_k(input; k?1 sorted?true)
                           | numpy.Einsum(x0 x1 x2 x3; subscripts) |
                           | numpy.GetItem(x key)            | __operators__.getitem(tensor slice_spec)
        """;

    private static readonly Dictionary<string, KerasFunction> ByOp = [], ByKeras3 = [], ByTensorFlow = [];

    static KerasFunctions()
    {
        foreach (string line in Table.Split('\n'))
        {
            var function = KerasFunction.Parse(line);
            foreach (string op in function.Ops) ByOp.Add(op, function);
            if (function.Keras3 is { } keras) ByKeras3.Add(keras.Name, function);
            if (function.TensorFlow is { } tensorflow) ByTensorFlow.TryAdd(tensorflow.Name, function);
            foreach (string alias in function.Aliases) ByTensorFlow.Add(alias, function);
        }
    }

    /// <summary>The function that is just this op.</summary>
    public static KerasFunction? OfOp(string name) => ByOp.GetValueOrDefault(name);

    /// <summary>The function of a class of <c>keras.src.ops</c>.</summary>
    public static KerasFunction? OfKeras3(string className) => ByKeras3.GetValueOrDefault(className);

    /// <summary>The function of a name below <c>tf</c>.</summary>
    public static KerasFunction? OfTensorFlow(string name) => ByTensorFlow.GetValueOrDefault(name);
}
