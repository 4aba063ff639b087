using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>What is common to registers of every width.</summary>
internal static unsafe class Simd
{
    /// <summary>
    /// For methods that loop over registers: they are compiled optimised at once, and apart. Unoptimised, each operation on a
    /// register is a call; and a profile gathered elsewhere, or on small inputs, makes the JIT take such a loop for cold.
    /// </summary>
    public const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>A number of the lane type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Scalar<T>(double value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value);

    /// <summary>Asks for memory that will be used soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    /// <summary>The value of a number of the lane type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);

    /// <summary>A step of a polynomial, from its highest coefficient down: p · x + a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Horner<V, T>(V p, V x, double a)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.MultiplyAdd(p, x, V.Constant(a));

    /// <summary>Two steps of a polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Horner<V, T>(V p, V x, double a, double b)
        where V : struct, ISimd<V, T>
        where T : unmanaged => Horner<V, T>(Horner<V, T>(p, x, a), x, b);

    /// <summary>Three steps of a polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Horner<V, T>(V p, V x, double a, double b, double c)
        where V : struct, ISimd<V, T>
        where T : unmanaged => Horner<V, T>(Horner<V, T>(p, x, a, b), x, c);

    /// <summary>Four steps of a polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Horner<V, T>(V p, V x, double a, double b, double c, double d)
        where V : struct, ISimd<V, T>
        where T : unmanaged => Horner<V, T>(Horner<V, T>(p, x, a, b, c), x, d);
}
