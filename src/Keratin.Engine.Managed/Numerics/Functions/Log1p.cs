using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>log(1 + x), exact near zero too.</summary>
/// <remarks>What 1 + x lost in rounding, relative to it, is added back.</remarks>
internal readonly struct Log1p : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        V one = V.Constant(1);
        V sum = x + one;
        V lost = V.Select(V.LessThan(one, x), one - (sum - x), x - (sum - one)) / sum;

        // At −1, ∞ and beyond there is no such correction; near zero x itself is the result.
        V correct = V.LessThan(sum, V.Constant(double.PositiveInfinity)) & V.LessThan(V.Zero, sum);
        V result = Log.Of<V, T>(sum) + (lost & correct);
        return V.Select(V.LessThan(V.Abs(x), V.Constant(typeof(T) == typeof(float) ? 1e-10 : 1e-20)), x, result);
    }
}
