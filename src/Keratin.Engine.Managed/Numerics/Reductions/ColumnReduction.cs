using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Reduces the rows of a matrix to one row, column by column.</summary>
internal static unsafe class ColumnReduction<V, T, TKind>
    where V : struct, ISimd<V, T>
    where T : unmanaged
    where TKind : struct, IReduction
{
    /// <summary>Columns [first, last) of <paramref name="rows"/> rows of <paramref name="columns"/> columns; joined to what is in y, where <paramref name="join"/>.</summary>
    [MethodImpl(Simd.Loop)]
    public static void Of(T* x, nint rows, nint columns, nint first, nint last, T* y, bool join = false, bool mapped = false)
    {
        nint c = first;
        for (; c <= last - (4 * V.Count); c += 4 * V.Count)
        {
            Four(x + c, rows, columns, y + c, join, mapped);
        }

        for (; c < last; c += V.Count)
        {
            nint lanes = Math.Min(V.Count, last - c);
            V result = join ? V.LoadFirst(y + c, lanes) : V.Constant(TKind.Identity);
            T* from = x + c;
            for (nint r = 0; r < rows; r++, from += columns)
            {
                V row = V.LoadFirst(from, lanes);
                result = TKind.Join<V, T>(result, mapped ? row : TKind.Map<V, T>(row));
            }

            V.StoreFirst(result, y + c, lanes);
        }
    }

    [MethodImpl(Simd.Loop)]
    private static void Four(T* x, nint rows, nint columns, T* y, bool join, bool mapped)
    {
        V identity = V.Constant(TKind.Identity);
        V a = join ? V.Load(y) : identity, b = join ? V.Load(y + V.Count) : identity;
        V c = join ? V.Load(y + (2 * V.Count)) : identity, d = join ? V.Load(y + (3 * V.Count)) : identity;
        for (nint r = 0; r < rows; r++, x += columns)
        {
            V p = V.Load(x), q = V.Load(x + V.Count), s = V.Load(x + (2 * V.Count)), t = V.Load(x + (3 * V.Count));
            a = TKind.Join<V, T>(a, mapped ? p : TKind.Map<V, T>(p));
            b = TKind.Join<V, T>(b, mapped ? q : TKind.Map<V, T>(q));
            c = TKind.Join<V, T>(c, mapped ? s : TKind.Map<V, T>(s));
            d = TKind.Join<V, T>(d, mapped ? t : TKind.Map<V, T>(t));
        }

        V.Store(a, y);
        V.Store(b, y + V.Count);
        V.Store(c, y + (2 * V.Count));
        V.Store(d, y + (3 * V.Count));
    }
}
