using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// A grid of work on a filter's gradient: shares of the pixels, each with sums of its own, by parts of the filter's rows.
/// A tile's rows are neighbours in a tap's run, and k runs over the pixels of a block of output rows.
/// </summary>
internal unsafe struct FilterGradientBlocks<V, T> : IParallelBody
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    private const nint BlockBytes = 1 << 19;

    private readonly ImageReader<T> reader;
    private readonly Taps taps;
    private readonly nint runLength;
    private readonly Extent output;
    private readonly T* dy;
    private readonly nint dyStride;
    private readonly nint columns;
    private readonly nint rowsOfBlock;
    private readonly nint blocksOfPlane;
    private readonly nint tilesOfRun;

    public FilterGradientBlocks(
        in ImageReader<T> reader, in Taps taps, nint runLength, int batch, Extent output, T* dy, nint dyStride, nint columns)
    {
        this.reader = reader;
        this.taps = taps;
        this.runLength = runLength;
        this.output = output;
        this.dy = dy;
        this.dyStride = dyStride;
        this.columns = columns;
        nint bytes = (nint)Math.Max(1, output.Width) * (columns + (runLength * taps.Strides.Height)) * sizeof(T);
        rowsOfBlock = (nint)Math.Clamp(BlockBytes / bytes, 1, Math.Max(1, output.Height));
        blocksOfPlane = (output.Height + rowsOfBlock - 1) / rowsOfBlock;
        tilesOfRun = (runLength + TileKernels<V, T>.MaxRows - 1) / TileKernels<V, T>.MaxRows;
        PixelBlocks = output.Width == 0 ? 0 : batch * output.Depth * blocksOfPlane;
    }

    /// <summary>The blocks of output rows in all images.</summary>
    public nint PixelBlocks { get; }

    /// <summary>The tiles down all rows of the filter.</summary>
    public readonly nint Tiles => tilesOfRun * taps.Count;

    public int Shares { get; set; }

    public int Parts { get; set; }

    /// <summary>The sums of each share, one after the other.</summary>
    public T* Target { get; set; }

    public nint TargetStride { get; set; }

    [MethodImpl(Simd.Loop)]
    public readonly void Run(int start, int end)
    {
        using Scratch offsets = Scratch.Rent<nint>(rowsOfBlock);
        using Scratch copy = Scratch.Rent<T>(reader.CopySize(rowsOfBlock));
        using Scratch edge = Scratch.Rent<T>(columns % V.Count == 0 ? 0 : rowsOfBlock * output.Width * TileKernels<V, T>.PanelWidth);
        for (int i = start; i < end; i++)
        {
            (int share, int part) = (i / Parts, i % Parts);
            nint first = PixelBlocks * share / Shares, last = PixelBlocks * (share + 1) / Shares;
            T* target = Target + (share * runLength * taps.Count * TargetStride);
            if (first == last)
            {
                Clear(target);
            }

            for (nint block = first; block < last; block++)
            {
                Block(block, part, block > first, target, (nint*)offsets.Pointer, (T*)copy.Pointer, (T*)edge.Pointer);
            }
        }
    }

    [MethodImpl(Simd.Loop)]
    private readonly void Block(nint block, int part, bool accumulate, T* target, nint* offsets, T* copy, T* edge)
    {
        (nint plane, nint rows) = (block / blocksOfPlane, block % blocksOfPlane);
        (nint image, nint depth) = (plane / output.Depth, plane % output.Depth);
        nint first = output.Height * rows / blocksOfPlane, last = output.Height * (rows + 1) / blocksOfPlane;
        nint pixels = (last - first) * output.Width;
        Window<T> window = reader.Read(image, depth, first, last, rowsOfBlock, copy);
        T* gradient = dy + (((plane * output.Height) + first) * output.Width * dyStride);
        for (nint row = first; row < last; row++)
        {
            offsets[row - first] = row * taps.Strides.Height * window.RowStride;
        }

        Tile<T> tile = new()
        {
            RowStride = 1,
            StepStride = taps.Strides.Width * window.PixelStride,
            Runs = last - first,
            RunOffsets = offsets,
            RunLength = output.Width,
            CStride = TargetStride,
            Accumulate = accumulate,
        };
        nint width = TileKernels<V, T>.PanelWidth;
        for (nint column = 0; column < columns; column += width)
        {
            nint count = Math.Min(width, columns - column);
            T* b = gradient + column;
            tile.BStride = dyStride;
            if (count % V.Count != 0)
            {
                Packing<V, T>.Panel(new Matrix<T>(gradient, dyStride, 1), pixels, column, count, edge);
                b = edge;
                tile.BStride = (count + V.Count - 1) / V.Count * V.Count;
            }

            for (nint i = Tiles * part / Parts; i < Tiles * (part + 1) / Parts; i++)
            {
                (nint tap, nint unit) = (i / tilesOfRun, i % tilesOfRun);
                nint row = runLength * unit / tilesOfRun, height = (runLength * (unit + 1) / tilesOfRun) - row;
                int* offset = taps.Offsets + (3 * tap);
                tile.A = window.At((depth * taps.Strides.Depth) + offset[0], offset[1], offset[2]) + row;
                tile.B = b;
                tile.C = target + (((tap * runLength) + row) * TargetStride) + column;
                TileKernels<V, T>.Run(ref tile, height, count);
            }
        }
    }

    /// <summary>There are no pixels: the sums are zero.</summary>
    [MethodImpl(Simd.Loop)]
    private readonly void Clear(T* target)
    {
        for (nint row = 0; row < runLength * taps.Count; row++)
        {
            new Span<T>(target + (row * TargetStride), (int)columns).Clear();
        }
    }
}
