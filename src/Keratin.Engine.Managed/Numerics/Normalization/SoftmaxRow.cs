using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>The steps that softmax and its losses share.</summary>
internal static unsafe class SoftmaxRow<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    public static V Max(T* x, nint count) => V.Create(RowReduction<V, T, MaxReduction>.Of(x, count));

    /// <summary>e = exp(x − max), and the sum of e; e may be x, or null where only the sum is wanted.</summary>
    [MethodImpl(Simd.Loop)]
    public static V Exponentials(T* x, nint count, V max, T* e)
    {
        V sum = V.Zero;
        nint i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V value = Exp.Of<V, T>(V.Load(x + i) - max);
            sum += value;
            if (e != null)
            {
                V.Store(value, e + i);
            }
        }

        if (i < count)
        {
            V value = Exp.Of<V, T>(V.LoadFirst(x + i, count - i) - max);
            sum += value & V.FirstLanes(count - i);
            if (e != null)
            {
                V.StoreFirst(value, e + i, count - i);
            }
        }

        return V.Create(V.Sum(sum));
    }

    /// <summary>The first lane.</summary>
    public static T First(V x)
    {
        T first;
        V.StoreFirst(x, &first, 1);
        return first;
    }
}
