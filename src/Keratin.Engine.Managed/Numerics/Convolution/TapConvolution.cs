using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// A convolution as products straight from the image: neighbours in an output row are the rows of a tile, a constant
/// number of elements apart, and k runs through the taps. Nothing is unrolled to memory but the padding.
/// </summary>
/// <remarks>The backward pass to the input is one too, with the output's gradient as the image (see <see cref="Convolution"/>).</remarks>
internal unsafe struct TapConvolution<V, T> : IParallelBody
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    private const long WorkForATask = 1 << 16;
    private const nint CopyForATask = 1 << 16;

    public int Batch;
    public ImageReader<T> Reader;
    public Taps Taps;

    /// <summary>The elements of a run: pixels · channels.</summary>
    public nint RunLength;

    /// <summary>The filter as packed panels: taps · run length rows, <see cref="Columns"/> columns.</summary>
    public T* Filter;

    public nint Columns;

    public Extent Output;

    /// <summary>The first pixel to write.</summary>
    public T* Target;

    public nint ImageStride;

    public nint PlaneStride;

    public nint RowStride;

    public nint PixelStride;

    public Epilogue<T> Epilogue;

    private nint rowsOfTask;
    private nint tasksOfPlane;

    public void Run()
    {
        if (Batch * Output.Depth * Output.Height * Output.Width == 0 || Columns == 0)
        {
            return;
        }

        long work = Math.Max(1, Output.Width * Columns * RunLength * Taps.Count);
        rowsOfTask = (nint)Math.Clamp(WorkForATask / work, 1, Output.Height);
        while (rowsOfTask > 1 && Reader.CopySize(rowsOfTask) > CopyForATask)
        {
            rowsOfTask /= 2;
        }

        tasksOfPlane = (Output.Height + rowsOfTask - 1) / rowsOfTask;
        WorkerPool.For(checked((int)(Batch * Output.Depth * tasksOfPlane)), 1, this);
    }

    public readonly void Run(int start, int end)
    {
        using Scratch memory = Scratch.Rent<nint>(Taps.Count);
        using Scratch copy = Scratch.Rent<T>(Reader.CopySize(rowsOfTask));
        for (int i = start; i < end; i++)
        {
            (nint plane, nint part) = (i / tasksOfPlane, i % tasksOfPlane);
            nint first = Output.Height * part / tasksOfPlane, last = Output.Height * (part + 1) / tasksOfPlane;
            (nint image, nint depth) = (plane / Output.Depth, plane % Output.Depth);
            Window<T> window = Reader.Read(image, depth, first, last, (T*)copy.Pointer);
            window.RunOffsets(Taps, (nint*)memory.Pointer);
            window.Origin = window.At(depth * Taps.Strides.Depth, 0, 0);
            T* target = Target + (image * ImageStride) + (depth * PlaneStride);
            Rows(window, (nint*)memory.Pointer, first, last, target);
        }
    }

    private readonly void Rows(in Window<T> window, nint* offsets, nint first, nint last, T* target)
    {
        Tile<T> tile = new()
        {
            RowStride = Taps.Strides.Width * window.PixelStride,
            StepStride = 1,
            Runs = Taps.Count,
            RunOffsets = offsets,
            RunLength = RunLength,
            CStride = PixelStride,
        };
        TileEpilogue<V, T>.SetBounds(ref tile, Epilogue.Activation);
        nint width = TileKernels<V, T>.PanelWidth, max = TileKernels<V, T>.MaxRows;
        nint tiles = (Output.Width + max - 1) / max;
        for (nint column = 0; column < Columns; column += width)
        {
            nint columns = Math.Min(width, Columns - column);
            T* panel = Filter + (column * RunLength * Taps.Count);
            tile.BStride = (columns + V.Count - 1) / V.Count * V.Count;
            tile.Bias = Epilogue.Bias == null ? null : Epilogue.Bias + column;
            for (nint row = first; row < last; row++)
            {
                nint pixel = 0;
                for (nint i = 0; i < tiles; i++)
                {
                    nint count = (Output.Width - pixel) / (tiles - i);
                    tile.A = window.At(0, row * Taps.Strides.Height, pixel * Taps.Strides.Width);
                    tile.B = panel;
                    tile.C = target + (row * RowStride) + (pixel * PixelStride) + column;
                    TileKernels<V, T>.Run(ref tile, count, columns);
                    TileEpilogue<V, T>.Apply(tile, Epilogue, count, columns);
                    pixel += count;
                }
            }
        }
    }
}
