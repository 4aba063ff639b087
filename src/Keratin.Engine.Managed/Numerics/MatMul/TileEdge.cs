using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Tiles that the kernels cannot write themselves, because their last register of columns is not full: done aside, then moved.</summary>
internal static unsafe class TileEdge<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>12 rows of 2 registers.</summary>
    private const int MaxBytes = 12 * 2 * 64;

    [MethodImpl(Simd.Loop)]
    public static void Run(Tile<T> tile, nint rows, nint columns)
    {
        byte* memory = stackalloc byte[MaxBytes];
        T* bias = stackalloc T[2 * V.Count];
        Tile<T> aside = tile;
        aside.C = (T*)memory;
        aside.CStride = 2 * V.Count;
        aside.Accumulate = false;
        aside.Clamp = false;
        if (tile.Bias != null)
        {
            for (nint c = 0; c < columns; c += V.Count)
            {
                V.Store(V.LoadFirst(tile.Bias + c, Math.Min(V.Count, columns - c)), bias + c);
            }

            aside.Bias = bias;
        }

        TileKernels<V, T>.Whole(&aside, rows, columns);
        for (nint row = 0; row < rows; row++)
        {
            for (nint c = 0; c < columns; c += V.Count)
            {
                nint lanes = Math.Min(V.Count, columns - c);
                T* target = tile.C + (row * tile.CStride) + c;
                V x = V.Load(aside.C + (row * aside.CStride) + c);
                x = tile.Accumulate ? x + V.LoadFirst(target, lanes) : x;
                x = tile.Clamp ? V.Min(V.Create(tile.High), V.Max(V.Create(tile.Low), x)) : x;
                V.StoreFirst(x, target, lanes);
            }
        }
    }
}
