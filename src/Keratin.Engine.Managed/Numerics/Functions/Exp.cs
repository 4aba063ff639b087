using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>eˣ.</summary>
/// <remarks>x = n · ln 2 + r with |r| ≤ ln 2 / 2; eˣ = 2ⁿ · (1 + r + r² · tail(r)).</remarks>
internal readonly struct Exp : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Scale(LessOne<V, T>(x, out V n) + V.Constant(1), n);

    /// <summary>n, and eʳ − 1. x is bounded to where the result becomes zero or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V LessOne<V, T>(V x, out V n)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        const double Log2E = 1.44269504088896340736;

        // ln 2 in two parts, the first so short that n times it is exact.
        if (typeof(T) == typeof(float))
        {
            x = V.Max(V.Constant(-105), V.Min(V.Constant(89), x));
            n = V.Round(x * V.Constant(Log2E));
            V r = V.MultiplyAdd(n, V.Constant(-0.693359375), x);
            r = V.MultiplyAdd(n, V.Constant(2.12194440054690583e-4), r);
            V tail = Simd.Horner<V, T>(
                V.Constant(1.99183852253886349e-4), r, 1.39460735629707038e-3, 8.33326435528154712e-3, 4.16662699383687207e-2);
            tail = Simd.Horner<V, T>(tail, r, 0.166666668606953935, 0.500000007790438105);
            return V.MultiplyAdd(r * r, tail, r);
        }
        else
        {
            x = V.Max(V.Constant(-746), V.Min(V.Constant(710), x));
            n = V.Round(x * V.Constant(Log2E));
            V r = V.MultiplyAdd(n, V.Constant(-0.693147180369123816490), x);
            r = V.MultiplyAdd(n, V.Constant(-1.90821492927058770002e-10), r);
            V tail = Simd.Horner<V, T>(
                V.Constant(2.0926894883629421e-9), r, 2.51122402373345283e-8, 2.75572335230675776e-7, 2.75572342355349692e-6);
            tail = Simd.Horner<V, T>(tail, r, 2.48015873735402059e-5, 1.98412698970603595e-4, 1.388888888885855e-3, 8.33333333331673796e-3);
            tail = Simd.Horner<V, T>(tail, r, 4.16666666666667243e-2, 0.166666666666666838, 0.5);
            return V.MultiplyAdd(r * r, tail, r);
        }
    }
}
