using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Splits numbers that alternate between several series into the series, and back.</summary>
internal static unsafe class Interleaving
{
    /// <summary>target[i] = source[i · step].</summary>
    [MethodImpl(Simd.Loop)]
    public static void Take<T>(T* source, nint step, nint count, T* target)
        where T : unmanaged
    {
        for (nint i = 0; i < count; i++)
        {
            target[i] = source[i * step];
        }
    }

    /// <summary>target[i · step] = source[i].</summary>
    [MethodImpl(Simd.Loop)]
    public static void Put<T>(T* source, nint count, T* target, nint step)
        where T : unmanaged
    {
        for (nint i = 0; i < count; i++)
        {
            target[i * step] = source[i];
        }
    }
}
