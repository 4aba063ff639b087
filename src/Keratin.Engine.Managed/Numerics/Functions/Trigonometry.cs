using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>The sine, of an angle in radians.</summary>
internal readonly struct Sin : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Select(V.Equal(x, V.Zero), x, Trigonometry<V, T>.Of(x, cosine: false));
}

/// <summary>The cosine, of an angle in radians.</summary>
internal readonly struct Cos : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => Trigonometry<V, T>.Of(x, cosine: true);
}

/// <summary>Sine and cosine: x = n · π/2 + r, and the quarter n mod 4 says which of sin r and cos r it is, and its sign.</summary>
internal static unsafe class Trigonometry<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    private static bool Single
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    /// <summary>Beyond this n has too many bits for the product with π/2 to be exact.</summary>
    private static double Limit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Single ? 2000 : 1e6;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of(V x, bool cosine)
    {
        V inside = V.LessThan(V.Abs(x), V.Constant(Limit));
        V result = Near(x & inside, cosine);
        return V.Any(~inside) ? Far(x, inside, result, cosine) : result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Near(V x, bool cosine)
    {
        V n = V.Round(x * V.Constant(0.63661977236758134308)), r;
        if (Single)
        {
            // π/2 in parts of 11, 11 and 24 bits.
            r = V.MultiplyAdd(n, V.Constant(-1.5703125), x);
            r = V.MultiplyAdd(n, V.Constant(-4.837512969970703125e-4), r);
            r = V.MultiplyAdd(n, V.Constant(-7.54978995489188e-8), r);
        }
        else
        {
            // π/2 in parts of 33, 33 and 53 bits.
            r = V.MultiplyAdd(n, V.Constant(-1.57079632673412561417e+00), x);
            r = V.MultiplyAdd(n, V.Constant(-6.07710050630396597660e-11), r);
            r = V.MultiplyAdd(n, V.Constant(-2.02226624879595063154e-21), r);
        }

        V quarter = cosine ? n + V.Constant(1) : n;
        quarter -= V.Constant(4) * V.Floor(quarter * V.Constant(0.25));
        V z = r * r;
        V odd = V.Equal(quarter, V.Constant(1)) | V.Equal(quarter, V.Constant(3));
        V size = V.Select(odd, CosOf(z), SinOf(r, z));
        return size ^ (V.LessThan(V.Constant(1.5), quarter) & V.Constant(-0.0));
    }

    /// <summary>r + r³ · polynomial(r²) for |r| up to π/4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinOf(V r, V z)
    {
        V sum = Single
            ? Simd.Horner<V, T>(V.Constant(2.71823727685287968e-6), z, -1.98393271365820841e-4, 8.33332936228053914e-3, -0.166666666414265238)
            : Simd.Horner<V, T>(
                Simd.Horner<V, T>(V.Constant(-7.57862549977827156e-13), z, 1.60583651933596126e-10, -2.50521049005411549e-8, 2.75573192141488604e-6),
                z,
                -1.98412698412549892e-4,
                8.3333333333333227e-3,
                -0.166666666666666666);
        return V.MultiplyAdd(r * z, sum, r);
    }

    /// <summary>1 − r²/2 + r⁴ · polynomial(r²) for r² = z, |r| up to π/4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V CosOf(V z)
    {
        V sum = Single
            ? Simd.Horner<V, T>(V.Constant(-2.72095471773056855e-7), z, 2.47995117585396439e-5, -1.38888837226178358e-3, 4.16666666224773872e-2)
            : Simd.Horner<V, T>(
                Simd.Horner<V, T>(V.Constant(4.73804822757068373e-14), z, -1.14702919387947052e-11, 2.08767543546496442e-9, -2.7557319215325605e-7),
                z,
                2.4801587301571381e-5,
                -1.3888888888888874e-3,
                4.16666666666666666e-2);
        V half = V.Constant(0.5) * z, rest = V.Constant(1) - half;
        return rest + V.MultiplyAdd(z * z, sum, (V.Constant(1) - rest) - half);
    }

    /// <summary>One by one, for those that are too large; NaN for infinities.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V Far(V x, V inside, V result, bool cosine)
    {
        T* lanes = stackalloc T[V.Count];
        V.Store(x, lanes);
        for (int i = 0; i < V.Count; i++)
        {
            double value = Simd.ToDouble(lanes[i]);
            lanes[i] = Simd.Scalar<T>(cosine ? Math.Cos(value) : Math.Sin(value));
        }

        return V.Select(inside, result, V.Load(lanes));
    }
}
