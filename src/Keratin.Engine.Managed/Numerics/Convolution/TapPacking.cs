using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Packs, for the backward pass to the input, the transposes (out channels × in channels) of some of a filter's kernel elements.</summary>
internal unsafe struct TapPacking<V, T> : IParallelBody
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    public T* Filter;

    /// <summary>From a kernel element to the next.</summary>
    public nint KernelStride;

    /// <summary>From an in channel to the next.</summary>
    public nint ColumnStride;

    /// <summary>Which kernel elements, in the order of the taps.</summary>
    public int* Kernels;

    public int Count;

    /// <summary>Out channels.</summary>
    public nint Rows;

    /// <summary>In channels.</summary>
    public nint Columns;

    public T* Target;

    public readonly void Run()
    {
        nint width = TileKernels<V, T>.PanelWidth;
        WorkerPool.For((int)((Columns + width - 1) / width), 1, this);
    }

    [MethodImpl(Simd.Loop)]
    public readonly void Run(int start, int end)
    {
        nint width = TileKernels<V, T>.PanelWidth;
        for (nint column = start * width; column < Math.Min(end * width, Columns); column += width)
        {
            nint columns = Math.Min(width, Columns - column);
            nint stored = (columns + V.Count - 1) / V.Count * V.Count;
            T* target = Target + (column * Rows * Count);
            for (int i = 0; i < Count; i++, target += Rows * stored)
            {
                Packing<V, T>.Panel(new Matrix<T>(Filter + (Kernels[i] * KernelStride), 1, ColumnStride), Rows, column, columns, target);
            }
        }
    }
}
