using System.Runtime.Intrinsics;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Work to be done at whichever register width suits: see <see cref="Widest"/>.</summary>
internal interface ISimdBody<T>
    where T : unmanaged
{
    void Run<V>()
        where V : struct, ISimd<V, T>;
}

/// <summary>Runs a body at the widest register the machine is good at.</summary>
internal static class Widest
{
    /// <summary>An upper bound on the register width in bits, so that tests reach the narrower paths.</summary>
    internal static int Limit { get; set; } = 512;

    /// <summary>The width in bits that a body runs at by default.</summary>
    public static int Bits => Has512 ? 512 : Has256 ? 256 : 128;

    private static bool Has512 => Vector512.IsHardwareAccelerated && Limit >= 512;

    private static bool Has256 => Vector256.IsHardwareAccelerated && Limit >= 256;

    public static void Run<TBody, T>(ref TBody body)
        where TBody : struct, ISimdBody<T>, allows ref struct
        where T : unmanaged => Run<TBody, T>(ref body, Bits);

    /// <summary>Runs at a given width, such as that for which data was packed.</summary>
    public static void Run<TBody, T>(ref TBody body, int bits)
        where TBody : struct, ISimdBody<T>, allows ref struct
        where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated && bits == 512)
        {
            body.Run<Simd512<T>>();
        }
        else if (Vector256.IsHardwareAccelerated && bits == 256)
        {
            body.Run<Simd256<T>>();
        }
        else
        {
            body.Run<Simd128<T>>();
        }
    }
}
