using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>1 − erf, with full relative precision also where that is tiny. For float only: in double precision it falls short.</summary>
/// <remarks>For z = |x| and t = 1 / (1 + z/2): t · exp(−z² + p(t)), with a Chebyshev fit p that is within 1.2 · 10⁻⁷ everywhere (Numerical Recipes, erfcc).</remarks>
internal readonly struct Erfc : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        V one = V.Constant(1), zero = V.Constant(0);
        V z = V.Min(V.Constant(11), x ^ (x & V.Constant(-0.0)));
        V t = one / V.MultiplyAdd(z, V.Constant(0.5), one);
        V p = Simd.Horner<V, T>(V.Constant(0.17087277), t, -0.82215223, 1.48851587, -1.13520398);
        p = Simd.Horner<V, T>(p, t, 0.27886807, -0.18628806, 0.09678418);
        p = Simd.Horner<V, T>(p, t, 0.37409196, 1.00002368, -1.26551223);
        // The exponent is large: what z · z loses by rounding counts.
        V square = z * z, lost = V.MultiplyAdd(z, z, zero - square);
        V result = t * Exp.Of<V, T>(p) * Exp.Of<V, T>(zero - square) * (one - lost);
        return V.Select(V.LessThan(x, zero), V.Constant(2) - result, result);
    }
}
