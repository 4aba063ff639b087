using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>x · (1 + erf(x / √2)) / 2.</summary>
internal readonly struct Gelu : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged =>
        V.Constant(0.5) * x * (V.Constant(1) + Erf.Of<V, T>(x * V.Constant(0.70710678118654752440)));
}

/// <summary>The approximation of Gelu by tanh: x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2.</summary>
internal readonly struct GeluTanh : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        V inner = V.Constant(0.79788456080286535588) * V.MultiplyAdd(V.Constant(0.044715) * x, x * x, x);
        return V.Constant(0.5) * x * (V.Constant(1) + Tanh.Of<V, T>(inner));
    }
}

/// <summary>x · sigmoid(x), also called swish.</summary>
internal readonly struct Silu : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => x * Sigmoid.Of<V, T>(x);
}
