using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// Some output rows of a <see cref="TapConvolution{V,T}"/>, done by one thread: a stretch of a panel of the filter stays in
/// the nearest cache while the rows pass by.
/// </summary>
internal unsafe struct TapRows<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>The longest stretch of k, unless all of it is but little longer.</summary>
    private const nint Depth = 384;

    public nint Count;

    /// <summary>Where each row's first pixel reads.</summary>
    public T** Sources;

    public T** Targets;

    /// <summary>The offset of each tap from there.</summary>
    public nint* Offsets;

    /// <summary>From what a pixel reads to what the next does.</summary>
    public nint PixelStep;

    [MethodImpl(Simd.Loop)]
    public readonly void Run(in TapConvolution<V, T> convolution)
    {
        nint width = TileKernels<V, T>.PanelWidth, runs = convolution.Taps.Count, length = convolution.RunLength;
        nint runsOfStretch = runs, lengthOfStretch = length;
        if (runs * length > Depth * 3 / 2)
        {
            runsOfStretch = Math.Clamp(Depth / Math.Max(length, 1), 1, runs);
            nint pieces = (length + Depth - 1) / Depth;
            lengthOfStretch = runsOfStretch > 1 ? length : (length + pieces - 1) / pieces;
        }

        Tile<T> tile = new() { RowStride = PixelStep, StepStride = 1, CStride = convolution.PixelStride };
        nint zero = 0;
        for (nint column = 0; column < convolution.Columns; column += width)
        {
            nint columns = Math.Min(width, convolution.Columns - column);
            tile.BStride = (columns + V.Count - 1) / V.Count * V.Count;
            T* panel = convolution.Filter + (column * length * runs);
            nint run = 0, element = 0;
            do
            {
                tile.Runs = Math.Min(runsOfStretch, runs - run);
                tile.RunOffsets = runs == 0 ? &zero : Offsets + run;
                tile.RunLength = Math.Min(lengthOfStretch, length - element);
                T* filter = panel + (((run * length) + element) * tile.BStride);
                bool first = run == 0 && element == 0, last = run + tile.Runs == runs && element + tile.RunLength == length;
                tile.Accumulate = !first;
                tile.Bias = first && convolution.Epilogue.Bias != null ? convolution.Epilogue.Bias + column : null;
                TileEpilogue<V, T>.SetBounds(ref tile, last ? convolution.Epilogue.Activation : Activation.None);
                for (nint row = 0; row < Count; row++)
                {
                    Row(ref tile, convolution, Sources[row] + element, filter, Targets[row] + column, columns, last);
                }

                element += tile.RunLength;
                if (element == length)
                {
                    element = 0;
                    run += tile.Runs;
                }
            }
            while (run < runs);
        }
    }

    [MethodImpl(Simd.Loop)]
    private static void Row(
        ref Tile<T> tile, in TapConvolution<V, T> convolution, T* source, T* filter, T* target, nint columns, bool last)
    {
        nint max = TileKernels<V, T>.MaxRows, width = convolution.Output.Width;
        nint tiles = (width + max - 1) / max;
        nint pixel = 0;
        for (nint i = 0; i < tiles; i++)
        {
            nint count = (width - pixel) / (tiles - i);
            tile.A = source + (pixel * tile.RowStride);
            tile.B = filter;
            tile.C = target + (pixel * tile.CStride);
            TileKernels<V, T>.Run(ref tile, count, columns);
            if (last)
            {
                TileEpilogue<V, T>.Apply(tile, convolution.Epilogue, count, columns);
            }

            pixel += count;
        }
    }
}
