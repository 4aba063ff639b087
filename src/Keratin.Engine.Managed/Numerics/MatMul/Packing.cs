using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Lays the right-hand matrix of a product out in panels: for each panel of columns, row after row, zeros in the lanes to spare.</summary>
internal static unsafe class Packing<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>Rows at a time, so that what is read and written stays in the nearest cache.</summary>
    private const int RowBlock = 64;

    private const int ParallelGrain = 1 << 15;

    public static void Pack(in Matrix<T> source, nint rows, nint columns, T* target)
    {
        nint panels = (columns + TileKernels<V, T>.PanelWidth - 1) / TileKernels<V, T>.PanelWidth;
        int grain = (int)Math.Max(1, ParallelGrain / Math.Max(1, rows * TileKernels<V, T>.PanelWidth));
        WorkerPool.For((int)panels, grain, new Panels { Source = source, Rows = rows, Columns = columns, Target = target });
    }

    /// <summary>Packs the panels of <paramref name="columns"/> columns in all that start at column <paramref name="first"/>.</summary>
    [MethodImpl(Simd.Loop)]
    public static void Panel(in Matrix<T> source, nint rows, nint first, nint columns, T* target)
    {
        nint width = (columns + V.Count - 1) / V.Count * V.Count;
        for (nint r = 0; r < rows; r += RowBlock)
        {
            nint count = Math.Min(RowBlock, rows - r);
            Matrix<T> block = source.From(r, first);
            if (block.ColumnStride == 1)
            {
                Copy(block, count, columns, target + (r * width), width);
            }
            else
            {
                Transposed(block, count, columns, target + (r * width), width);
            }
        }
    }

    [MethodImpl(Simd.Loop)]
    private static void Copy(in Matrix<T> block, nint rows, nint columns, T* target, nint width)
    {
        T* source = block.Data;
        nint stride = block.RowStride;
        nint last = columns - width + V.Count;
        for (nint r = 0; r < rows; r++, source += stride, target += width)
        {
            if (width > V.Count)
            {
                V.Store(V.Load(source), target);
                V.Store(last == V.Count ? V.Load(source + V.Count) : V.LoadFirst(source + V.Count, last), target + V.Count);
            }
            else
            {
                V.Store(last == V.Count ? V.Load(source) : V.LoadFirst(source, last), target);
            }
        }
    }

    /// <summary>The columns of the block are rows in memory, or anything else.</summary>
    [MethodImpl(Simd.Loop)]
    private static void Transposed(in Matrix<T> block, nint rows, nint columns, T* target, nint width)
    {
        if (block.RowStride == 1)
        {
            Transpose.Run(block.Data, block.ColumnStride, columns, rows, target, width);
        }
        else
        {
            for (nint r = 0; r < rows; r++)
            {
                Interleaving.Take(block.Data + (r * block.RowStride), block.ColumnStride, columns, target + (r * width));
            }
        }

        for (nint r = 0; r < rows && columns < width; r++)
        {
            new Span<T>(target + (r * width) + columns, (int)(width - columns)).Clear();
        }
    }

    private struct Panels : IParallelBody
    {
        public Matrix<T> Source;
        public nint Rows;
        public nint Columns;
        public T* Target;

        [MethodImpl(Simd.Loop)]
        public readonly void Run(int start, int end)
        {
            nint width = TileKernels<V, T>.PanelWidth;
            for (nint p = start; p < end; p++)
            {
                Panel(Source, Rows, p * width, Math.Min(width, Columns - (p * width)), Target + (p * width * Rows));
            }
        }
    }
}
