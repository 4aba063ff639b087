using System.Numerics;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels.Functions;

// Which argument is the gradient follows TensorFlow: (y, dy) for the mathematical functions, (gradients, features or outputs) for the activations.

internal readonly struct SigmoidGradient : IFunction2, IComplexFunction2
{
    public static V Of<V, T>(V y, V dy) where V : struct, ISimd<V, T> where T : unmanaged => dy * y * (V.Constant(1) - y);
    public static Complex OfComplex(Complex y, Complex dy) => dy * y * (1 - y);
}

internal readonly struct TanhGradient : IFunction2, IComplexFunction2
{
    public static V Of<V, T>(V y, V dy) where V : struct, ISimd<V, T> where T : unmanaged => dy * (V.Constant(1) - (y * y));
    public static Complex OfComplex(Complex y, Complex dy) => dy * (1 - (y * y));
}

internal readonly struct SqrtGradient : IFunction2, IComplexFunction2
{
    public static V Of<V, T>(V y, V dy) where V : struct, ISimd<V, T> where T : unmanaged => V.Constant(0.5) * dy / y;
    public static Complex OfComplex(Complex y, Complex dy) => 0.5 * dy / Complex.Conjugate(y);
}

internal readonly struct RsqrtGradient : IFunction2, IComplexFunction2
{
    public static V Of<V, T>(V y, V dy) where V : struct, ISimd<V, T> where T : unmanaged => V.Constant(-0.5) * dy * (y * y * y);

    public static Complex OfComplex(Complex y, Complex dy)
    {
        var conjugate = Complex.Conjugate(y);
        return -0.5 * dy * (conjugate * conjugate * conjugate);
    }
}

internal readonly struct ReciprocalGradient : IFunction2, IComplexFunction2
{
    public static V Of<V, T>(V y, V dy) where V : struct, ISimd<V, T> where T : unmanaged => -dy * y * y;
    public static Complex OfComplex(Complex y, Complex dy) => -dy * Complex.Conjugate(y * y);
}

// As in TensorFlow the gradient is multiplied by 0, not left out: one that is not finite stays visible.
internal readonly struct ReluGradient : IFunction2
{
    public static V Of<V, T>(V g, V x) where V : struct, ISimd<V, T> where T : unmanaged => g * (V.LessThan(V.Zero, x) & V.Constant(1));
}

internal readonly struct Relu6Gradient : IFunction2
{
    public static V Of<V, T>(V g, V x) where V : struct, ISimd<V, T> where T : unmanaged => g * (V.LessThan(V.Zero, x) & V.LessThan(x, V.Constant(6)) & V.Constant(1));
}

internal readonly struct EluGradient : IFunction2
{
    public static V Of<V, T>(V g, V y) where V : struct, ISimd<V, T> where T : unmanaged => V.Select(V.LessThan(y, V.Zero), (y + V.Constant(1)) * g, g);
}

internal readonly struct SeluGradient : IFunction2
{
    public static V Of<V, T>(V g, V y) where V : struct, ISimd<V, T> where T : unmanaged =>
        g * V.Select(V.LessThan(y, V.Zero), y + V.Constant(Selu.Scale * Selu.Alpha), V.Constant(Selu.Scale));
}

internal readonly struct LeakyReluGradient : IFunction3
{
    public static V Of<V, T>(V g, V x, V alpha) where V : struct, ISimd<V, T> where T : unmanaged => V.Select(V.LessThan(V.Zero, x), g, g * alpha);
}

internal readonly struct SoftplusGradient : IFunction2
{
    public static V Of<V, T>(V g, V x) where V : struct, ISimd<V, T> where T : unmanaged => g / (Exp.Of<V, T>(-x) + V.Constant(1));
}

internal readonly struct SoftsignGradient : IFunction2
{
    public static V Of<V, T>(V g, V x) where V : struct, ISimd<V, T> where T : unmanaged
    {
        V size = V.Constant(1) + V.Abs(x);
        return g / (size * size);
    }
}

/// <summary>max(x, 0) of integers.</summary>
internal readonly struct IntegerRelu : IIntegerFunction
{
    public static T OfInteger<T>(T x) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.IsNegative(x) ? T.Zero : x;
}

/// <summary>x between two bounds.</summary>
internal readonly struct Clip : IFunction3
{
    public static V Of<V, T>(V x, V low, V high) where V : struct, ISimd<V, T> where T : unmanaged => V.Min(high, V.Max(low, x));
}
