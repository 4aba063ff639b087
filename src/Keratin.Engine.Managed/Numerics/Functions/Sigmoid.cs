using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>1 / (1 + e⁻ˣ), as eˣ / (1 + eˣ), whose last digits are TensorFlow's: 1 - sigmoid(x) depends on them for large x.</summary>
internal readonly struct Sigmoid : IFunction
{
    // From here on the result is 1 in float64 as in float32; eˣ does not overflow.
    private const double Limit = 40;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        V limit = V.Constant(Limit);
        // A comparison with NaN is false: it goes through.
        V e = Exp.Of<V, T>(V.Select(V.LessThan(limit, x), limit, x));
        return e / (V.Constant(1) + e);
    }
}
