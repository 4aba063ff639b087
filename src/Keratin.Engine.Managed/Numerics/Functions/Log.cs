using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>The natural logarithm: −∞ at zero, NaN below.</summary>
/// <remarks>x = 2ⁿ · (1 + f) with √½ ≤ 1 + f &lt; √2; with s = f / (2 + f), log(1 + f) = 2 · atanh(s), a series in s².</remarks>
internal readonly struct Log : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        bool single = typeof(T) == typeof(float);
        V infinity = V.Constant(double.PositiveInfinity);
        V denormal = V.LessThan(x, V.Constant(single ? 1.17549435e-38 : 2.2250738585072014e-308));
        V normal = V.Select(denormal, x * V.Constant(single ? 16777216.0 : 18014398509481984.0), x);
        V m = V.Split(normal, out V n);
        n -= denormal & V.Constant(single ? 24 : 54);
        V result = Parts<V, T>(m, n);

        result = V.Select(V.LessThan(x, infinity), result, x);
        result = V.Select(V.Equal(x, V.Zero), -infinity, result);
        return V.Select(V.LessThan(x, V.Zero), V.Constant(double.NaN), result);
    }

    /// <summary>log(2ⁿ · m) for m in [1, 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Parts<V, T>(V m, V n)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        V above = V.LessThan(V.Constant(1.41421356237309504880), m);
        m = V.Select(above, m * V.Constant(0.5), m);
        n += above & V.Constant(1);

        V f = m - V.Constant(1);
        V s = f / (f + V.Constant(2));
        V z = s * s;
        V half = V.Constant(0.5) * f * f;
        V series;
        double high, low;
        if (typeof(T) == typeof(float))
        {
            series = Simd.Horner<V, T>(
                V.Constant(0.235835689643946737), z, 0.285372383184767162, 0.400003362193698954, 0.666666656412924728);
            (high, low) = (0.693359375, -2.12194440054690583e-4);
        }
        else
        {
            series = Simd.Horner<V, T>(
                V.Constant(0.132527548288971984), z, 0.132499620361075942, 0.153870976498455774, 0.181817755085655717, 0.222222226487497149);
            series = Simd.Horner<V, T>(series, z, 0.285714285690729707, 0.400000000000062871, 0.666666666666666609);
            (high, low) = (0.693147180369123816490, 1.90821492927058770002e-10);
        }

        // log(1 + f) = f − (f²/2 − s · (f²/2 + z · series)), the small parts first.
        V rest = V.MultiplyAdd(n, V.Constant(low), s * V.MultiplyAdd(z, series, half));
        return V.MultiplyAdd(n, V.Constant(high), f - (half - rest));
    }
}
