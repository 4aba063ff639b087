using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>max(x, 0).</summary>
internal readonly struct Relu : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Max(V.Zero, x);
}

/// <summary>x between 0 and 6.</summary>
internal readonly struct Relu6 : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Min(V.Constant(6), V.Max(V.Zero, x));
}

/// <summary>x above zero, alpha · x below.</summary>
internal readonly struct LeakyRelu : IFunction2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x, V alpha)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Select(V.LessThan(x, V.Zero), alpha * x, x);
}

/// <summary>x above zero, alpha · (eˣ − 1) below: the difference as TensorFlow takes it, 0 for the smallest x, on which Selu's gradient depends.</summary>
internal readonly struct Elu : IFunction2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x, V alpha)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Select(V.LessThan(x, V.Zero), alpha * (Exp.Of<V, T>(x) - V.Constant(1)), x);
}

/// <summary>Elu with the scale and alpha that keep mean and variance (Klambauer et al., 2017).</summary>
internal readonly struct Selu : IFunction
{
    internal const double Alpha = 1.6732632423543772848170429916717;
    internal const double Scale = 1.0507009873554804934193349852946;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged =>
        V.Select(V.LessThan(x, V.Zero), V.Constant(Scale * Alpha) * (Exp.Of<V, T>(x) - V.Constant(1)), V.Constant(Scale) * x);
}

/// <summary>x / 6 + 1/2, between 0 and 1: Keras 3's, and TensorFlow's relu6(x + 3) / 6.</summary>
internal readonly struct HardSigmoid : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => Relu6.Of<V, T>(x + V.Constant(3)) * V.Constant(1.0 / 6);
}

/// <summary>x / (1 + |x|).</summary>
internal readonly struct Softsign : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => x / (V.Abs(x) + V.Constant(1));
}
