using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>How many numbers become one: the numbers are taken in by <see cref="Map"/>, then joined in any order.</summary>
internal interface IReduction
{
    /// <summary>What joining nothing gives.</summary>
    static abstract double Identity { get; }

    static abstract V Map<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged;

    static abstract V Join<V, T>(V a, V b)
        where V : struct, ISimd<V, T>
        where T : unmanaged;

    /// <summary>Joins the lanes of a register.</summary>
    static abstract T Fold<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged;
}

/// <summary>The sum.</summary>
internal readonly struct SumReduction : IReduction
{
    public static double Identity => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Map<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<V, T>(V a, V b)
        where V : struct, ISimd<V, T>
        where T : unmanaged => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fold<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Sum(x);
}

/// <summary>The sum of squares.</summary>
internal readonly struct SquareSumReduction : IReduction
{
    public static double Identity => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Map<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<V, T>(V a, V b)
        where V : struct, ISimd<V, T>
        where T : unmanaged => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fold<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Sum(x);
}

/// <summary>The product.</summary>
internal readonly unsafe struct ProductReduction : IReduction
{
    public static double Identity => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Map<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<V, T>(V a, V b)
        where V : struct, ISimd<V, T>
        where T : unmanaged => a * b;

    [MethodImpl(Simd.Loop)]
    public static T Fold<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        T* lanes = stackalloc T[V.Count];
        V.Store(x, lanes);
        double product = 1;
        for (int i = 0; i < V.Count; i++)
        {
            product *= Simd.ToDouble(lanes[i]);
        }

        return Simd.Scalar<T>(product);
    }
}

/// <summary>The largest; NaN if any is NaN.</summary>
internal readonly struct MaxReduction : IReduction
{
    public static double Identity => double.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Map<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<V, T>(V a, V b)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Select(V.Equal(a, a), V.Max(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fold<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Any(~V.Equal(x, x)) ? Simd.Scalar<T>(double.NaN) : V.Largest(x);
}

/// <summary>The smallest; NaN if any is NaN.</summary>
internal readonly struct MinReduction : IReduction
{
    public static double Identity => double.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Map<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<V, T>(V a, V b)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Select(V.Equal(a, a), V.Min(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fold<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Any(~V.Equal(x, x)) ? Simd.Scalar<T>(double.NaN) : V.Smallest(x);
}
