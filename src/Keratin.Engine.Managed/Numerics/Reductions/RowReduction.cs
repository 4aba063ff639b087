using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Reduces neighbours in memory to one number.</summary>
internal static unsafe class RowReduction<V, T, TKind>
    where V : struct, ISimd<V, T>
    where T : unmanaged
    where TKind : struct, IReduction
{
    /// <summary>So many numbers are joined straight; longer rows in blocks of these, which bounds the rounding of sums.</summary>
    private const nint Block = 4096;

    [MethodImpl(Simd.Loop)]
    public static T Of(T* x, nint count)
    {
        if (count <= Block)
        {
            return Straight(x, count);
        }

        V blocks = V.Create(Straight(x, Block));
        nint i = Block;
        for (; i <= count - Block; i += Block)
        {
            blocks = TKind.Join<V, T>(blocks, V.Create(Straight(x + i, Block)));
        }

        return First(TKind.Join<V, T>(blocks, V.Create(Straight(x + i, count - i))));
    }

    /// <summary>Joins numbers that are already mapped.</summary>
    [MethodImpl(Simd.Loop)]
    public static T Join(T* x, nint count)
    {
        V result = V.Constant(TKind.Identity);
        for (nint i = 0; i < count; i++)
        {
            result = TKind.Join<V, T>(result, V.Create(x[i]));
        }

        return First(result);
    }

    [MethodImpl(Simd.Loop)]
    private static T Straight(T* x, nint count)
    {
        V identity = V.Constant(TKind.Identity);
        V a = identity, b = identity, c = identity, d = identity;
        nint i = 0;
        for (; i <= count - (4 * V.Count); i += 4 * V.Count)
        {
            a = TKind.Join<V, T>(a, TKind.Map<V, T>(V.Load(x + i)));
            b = TKind.Join<V, T>(b, TKind.Map<V, T>(V.Load(x + i + V.Count)));
            c = TKind.Join<V, T>(c, TKind.Map<V, T>(V.Load(x + i + (2 * V.Count))));
            d = TKind.Join<V, T>(d, TKind.Map<V, T>(V.Load(x + i + (3 * V.Count))));
        }

        for (; i <= count - V.Count; i += V.Count)
        {
            a = TKind.Join<V, T>(a, TKind.Map<V, T>(V.Load(x + i)));
        }

        a = TKind.Join<V, T>(TKind.Join<V, T>(a, b), TKind.Join<V, T>(c, d));
        if (i < count)
        {
            // The lanes that do not count hold the identity.
            V rest = TKind.Map<V, T>(V.LoadFirst(x + i, count - i));
            a = TKind.Join<V, T>(a, V.Select(V.FirstLanes(count - i), rest, identity));
        }

        return TKind.Fold<V, T>(a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T First(V x)
    {
        T first;
        V.StoreFirst(x, &first, 1);
        return first;
    }
}
