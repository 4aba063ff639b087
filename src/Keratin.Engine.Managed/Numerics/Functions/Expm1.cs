using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>eˣ − 1, exact near zero too.</summary>
/// <remarks>2ⁿ · (eʳ − 1) + (2ⁿ − 1); half of everything, so that 2ⁿ stays finite where the result is.</remarks>
internal readonly struct Expm1 : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        V rest = Exp.LessOne<V, T>(x, out V n);
        V half = V.Scale(V.Constant(0.5), n);
        V result = V.MultiplyAdd(half, rest, half - V.Constant(0.5));
        result += result;

        // Zero keeps its sign, and so does the least of numbers.
        return V.Select(V.LessThan(V.Abs(x), V.Constant(typeof(T) == typeof(float) ? 1e-10 : 1e-20)), x, result);
    }
}
