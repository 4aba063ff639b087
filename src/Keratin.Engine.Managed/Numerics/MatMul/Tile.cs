using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>One tile of a product: C = (C +) bias + A · B, then clamped. Strides in elements.</summary>
internal unsafe struct Tile<T>
    where T : unmanaged
{
    /// <summary>The first row of A at the first k.</summary>
    public T* A;

    /// <summary>From a row of A to the next.</summary>
    public nint RowStride;

    /// <summary>From a column of A (a step of k) to the next.</summary>
    public nint StepStride;

    /// <summary>k = Runs · RunLength steps; run r reads A from <c>A + RunOffsets[r]</c>.</summary>
    public nint Runs;

    public nint* RunOffsets;

    public nint RunLength;

    /// <summary>Whole registers of columns at each step of k.</summary>
    public T* B;

    /// <summary>From a row of B to the next.</summary>
    public nint BStride;

    public T* C;

    /// <summary>From a row of C to the next.</summary>
    public nint CStride;

    /// <summary>Whether to add to C instead of replacing it.</summary>
    public bool Accumulate;

    /// <summary>One number for each column, or null.</summary>
    public T* Bias;

    /// <summary>Whether to bound the results by <see cref="Low"/> and <see cref="High"/>.</summary>
    public bool Clamp;

    public T Low;

    public T High;
}

/// <summary>Picks the kernel for a tile's height and width.</summary>
internal static unsafe class TileKernels<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>The most rows a tile may have: two registers of sums a row must leave some for A and B.</summary>
    public static int MaxRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Registers >= 32 ? 12 : 6;
    }

    /// <summary>The columns of a full panel of B: two registers.</summary>
    public static int PanelWidth
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * V.Count;
    }

    /// <summary>Runs a tile of <paramref name="rows"/> (1 … MaxRows) rows and <paramref name="columns"/> (1 … PanelWidth) columns.</summary>
    public static void Run(ref Tile<T> tile, nint rows, nint columns)
    {
        fixed (Tile<T>* t = &tile)
        {
            if (columns % V.Count != 0 || (t->Accumulate && t->Bias != null))
            {
                TileEdge<V, T>.Run(*t, rows, columns);
            }
            else
            {
                Whole(t, rows, columns);
            }
        }
    }

    /// <summary>Runs a tile of one or two whole registers of columns, which accumulates or has a bias, not both.</summary>
    public static void Whole(Tile<T>* tile, nint rows, nint columns)
    {
        if (columns > V.Count)
        {
            Rows<N2>(tile, rows);
        }
        else
        {
            Rows<N1>(tile, rows);
        }
    }

    private static void Rows<TColumns>(Tile<T>* t, nint rows)
        where TColumns : unmanaged
    {
        switch (rows)
        {
            case 1 when t->Runs == 1 && t->RunLength >= 8: StreamKernel<V, T, N1, TColumns>.Run(t); break;
            case 1: TileKernel<V, T, N1, TColumns>.Run(t); break;
            case 2 when t->Runs == 1 && t->RunLength >= 8: StreamKernel<V, T, N2, TColumns>.Run(t); break;
            case 2: TileKernel<V, T, N2, TColumns>.Run(t); break;
            case 3 when t->Runs == 1 && t->RunLength >= 8: StreamKernel<V, T, N3, TColumns>.Run(t); break;
            case 3: TileKernel<V, T, N3, TColumns>.Run(t); break;
            case 4: TileKernel<V, T, N4, TColumns>.Run(t); break;
            case 5: TileKernel<V, T, N5, TColumns>.Run(t); break;
            case 6: TileKernel<V, T, N6, TColumns>.Run(t); break;
            case 7: TileKernel<V, T, N7, TColumns>.Run(t); break;
            case 8: TileKernel<V, T, N8, TColumns>.Run(t); break;
            case 9: TileKernel<V, T, N9, TColumns>.Run(t); break;
            case 10: TileKernel<V, T, N10, TColumns>.Run(t); break;
            case 11: TileKernel<V, T, N11, TColumns>.Run(t); break;
            case 12: TileKernel<V, T, N12, TColumns>.Run(t); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows), rows, "A tile has 1 to 12 rows.");
        }
    }
}
