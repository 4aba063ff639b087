using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>The one-thread loops that lay a function over numbers in memory, in whole registers and a last part of one.</summary>
internal static unsafe class Loops<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>y = f(x); y may be x.</summary>
    [MethodImpl(Simd.Loop)]
    public static void Map<TFunction>(T* x, T* y, nint count)
        where TFunction : struct, IFunction
    {
        nint i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V.Store(TFunction.Of<V, T>(V.Load(x + i)), y + i);
        }

        if (i < count)
        {
            V.StoreFirst(TFunction.Of<V, T>(V.LoadFirst(x + i, count - i)), y + i, count - i);
        }
    }

    /// <summary>z = f(x, y) for each x and the same y; z may be x.</summary>
    [MethodImpl(Simd.Loop)]
    public static void Map<TFunction>(T* x, T y, T* z, nint count)
        where TFunction : struct, IFunction2
    {
        V other = V.Create(y);
        nint i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V.Store(TFunction.Of<V, T>(V.Load(x + i), other), z + i);
        }

        if (i < count)
        {
            V.StoreFirst(TFunction.Of<V, T>(V.LoadFirst(x + i, count - i), other), z + i, count - i);
        }
    }

    /// <summary>z = f(x, y); z may be x or y.</summary>
    [MethodImpl(Simd.Loop)]
    public static void Map<TFunction>(T* x, T* y, T* z, nint count)
        where TFunction : struct, IFunction2
    {
        nint i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V.Store(TFunction.Of<V, T>(V.Load(x + i), V.Load(y + i)), z + i);
        }

        if (i < count)
        {
            nint rest = count - i;
            V.StoreFirst(TFunction.Of<V, T>(V.LoadFirst(x + i, rest), V.LoadFirst(y + i, rest)), z + i, rest);
        }
    }
}
