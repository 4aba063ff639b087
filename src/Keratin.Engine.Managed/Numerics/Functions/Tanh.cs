using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>The hyperbolic tangent.</summary>
/// <remarks>e / (e + 2) with e = exp(2|x|) − 1, and the sign of x.</remarks>
internal readonly struct Tanh : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        V sign = x & V.Constant(-0.0);
        V size = V.Min(V.Constant(20), x ^ sign);
        V e = Expm1.Of<V, T>(size + size);
        return (e / (e + V.Constant(2))) | sign;
    }
}
