using Keratin.Serialization;

namespace Keratin.Activations;

/// <summary>The functions of <c>keras.activations</c>, with their arguments.</summary>
public static partial class ActivationFunctions
{
    /// <summary>The function of that name as a dialect computes it, with its defaults; null when Keras has none.</summary>
    internal static Func<Tensor, Tensor>? Find(string name, Dialect dialect) => name switch
    {
        "celu" => static x => Celu(x),
        "elu" => static x => Elu(x),
        "exponential" => Exponential,
        "gelu" => static x => Gelu(x),
        "glu" => static x => Glu(x),
        "hard_shrink" => static x => HardShrink(x),
        "hard_sigmoid" => dialect == Dialect.Keras2 ? Keras2HardSigmoid : HardSigmoid,
        "hard_silu" or "hard_swish" => HardSilu,
        "hard_tanh" => HardTanh,
        "leaky_relu" => static x => LeakyRelu(x),
        "linear" => static x => x,
        "log_sigmoid" => LogSigmoid,
        "log_softmax" => static x => LogSoftmax(x),
        "mish" => Mish,
        "relu" => static x => Relu(x),
        "relu6" => Relu6,
        "selu" => Selu,
        "sigmoid" => Sigmoid,
        "silu" or "swish" => Silu,
        "soft_shrink" => static x => SoftShrink(x),
        "softmax" or "softmax_v2" => static x => Softmax(x),
        "softplus" => Softplus,
        "softsign" => Softsign,
        "sparse_plus" => SparsePlus,
        "sparse_sigmoid" => SparseSigmoid,
        "sparsemax" => static x => Sparsemax(x),
        "squareplus" => static x => Squareplus(x),
        "tanh" => Tanh,
        "tanh_shrink" => TanhShrink,
        _ => null,
    };

    /// <summary><c>exp(x)</c>.</summary>
    public static Tensor Exponential(Tensor x) => Ops.Exp(x);

    /// <summary><c>tanh(x)</c>.</summary>
    public static Tensor Tanh(Tensor x) => Ops.Tanh(x);

    /// <summary><c>1 / (1 + exp(-x))</c>.</summary>
    public static Tensor Sigmoid(Tensor x) => Ops.Sigmoid(x);

    /// <summary><c>log(sigmoid(x))</c>.</summary>
    public static Tensor LogSigmoid(Tensor x) => -Ops.Softplus(-x);

    /// <summary><c>log(1 + exp(x))</c>.</summary>
    public static Tensor Softplus(Tensor x) => Ops.Softplus(x);

    /// <summary><c>x / (1 + |x|)</c>.</summary>
    public static Tensor Softsign(Tensor x) => Ops.Softsign(x);

    /// <summary><c>x · sigmoid(x)</c>, also called swish.</summary>
    public static Tensor Silu(Tensor x) => x * Ops.Sigmoid(x);

    /// <summary><c>x · tanh(softplus(x))</c>.</summary>
    public static Tensor Mish(Tensor x) => x * Ops.Tanh(Ops.Softplus(x));

    /// <summary><c>(x + sqrt(x² + b)) / 2</c>.</summary>
    public static Tensor Squareplus(Tensor x, double b = 4) => (x + Ops.Sqrt(Ops.Square(x) + b)) / 2.0;

    /// <summary><c>x · P(X ≤ x)</c> for a normally distributed X, exactly or by an approximation with tanh.</summary>
    public static Tensor Gelu(Tensor x, bool approximate = false) => approximate
        ? 0.5 * x * (1.0 + Ops.Tanh(0.7978845608028654 * (x + (double)Cubic * Ops.Pow(x, Scalars.Like(x, 3)))))
        : 0.5 * x * Ops.Erfc(-x * (double)RootOfHalf);

    // TensorFlow rounds these two to float32 even where it computes in float64.
    private const float Cubic = 0.044715f;
    private const float RootOfHalf = 0.7071067811865476f;

    /// <summary>The first half of an axis times the sigmoid of the second.</summary>
    /// <exception cref="ArgumentException">The axis has an odd size.</exception>
    public static Tensor Glu(Tensor x, int axis = -1)
    {
        long size = x.Shape[axis < 0 ? axis + x.Rank : axis];
        if (size % 2 != 0 && size >= 0) throw new ArgumentException($"glu halves axis {axis}, whose size is {size}: it must be even.", nameof(axis));
        var halves = Ops.Split(axis, x, 2);
        return halves[0] * Ops.Sigmoid(halves[1]);
    }
}
