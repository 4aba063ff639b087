using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>log(1 + eˣ), as max(x, 0) + log(1 + exp(−|x|)).</summary>
internal readonly struct Softplus : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged =>
        V.Max(V.Zero, x) + Log1p.Of<V, T>(Exp.Of<V, T>(x | V.Constant(-0.0)));
}
