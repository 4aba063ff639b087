using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>1 / (1 + e⁻ˣ).</summary>
/// <remarks>With e = exp(−|x|), which cannot overflow: 1 / (1 + e) for x ≥ 0, e / (1 + e) below.</remarks>
internal readonly struct Sigmoid : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        V one = V.Constant(1);
        V e = Exp.Of<V, T>(x | V.Constant(-0.0));
        return V.Select(V.LessThan(x, V.Zero), e, one) / (one + e);
    }
}
