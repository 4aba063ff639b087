using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>A product as a grid of blocks of C, each done by one thread over all of k.</summary>
internal readonly unsafe struct MatMulBlocks<V, T> : IParallelBody
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    private const int MaxRowsOfBlock = 240;
    private const int Depth = 256;
    private const long WorkForAThread = 1 << 17;

    private readonly MatMulArguments<T> arguments;
    private readonly nint rowBlocks;
    private readonly nint columnBlocks;

    public MatMulBlocks(in MatMulArguments<T> arguments)
    {
        this.arguments = arguments;
        nint panels = Panels;
        long work = (long)arguments.M * arguments.N * Math.Max(arguments.K, 1);
        nint wanted = (nint)Math.Clamp(work / WorkForAThread, 1, WorkerPool.Threads == 1 ? 1 : WorkerPool.Threads * 2);
        rowBlocks = (arguments.M + MaxRowsOfBlock - 1) / MaxRowsOfBlock;
        if (rowBlocks < wanted)
        {
            columnBlocks = Math.Min(panels, (wanted + rowBlocks - 1) / rowBlocks);
            rowBlocks = Math.Max(rowBlocks, Math.Min(wanted / columnBlocks, (arguments.M + 11) / 12));
        }
        else
        {
            columnBlocks = 1;
        }
    }

    public int Count => checked((int)(rowBlocks * columnBlocks));

    private nint Panels => (arguments.N + TileKernels<V, T>.PanelWidth - 1) / TileKernels<V, T>.PanelWidth;

    public void Run(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            (nint row, nint column) = (i / columnBlocks, i % columnBlocks);
            Block(
                arguments.M * row / rowBlocks, arguments.M * (row + 1) / rowBlocks,
                Panels * column / columnBlocks, Panels * (column + 1) / columnBlocks);
        }
    }

    private void Block(nint rowStart, nint rowEnd, nint panelStart, nint panelEnd)
    {
        nint width = TileKernels<V, T>.PanelWidth;
        nint origin = 0;
        Tile<T> tile = new()
        {
            RowStride = arguments.A.RowStride,
            StepStride = arguments.A.ColumnStride,
            Runs = 1,
            RunOffsets = &origin,
            CStride = arguments.CStride,
        };
        nint k = 0;
        do
        {
            tile.RunLength = Math.Min(Depth, arguments.K - k);
            bool first = k == 0, last = k + tile.RunLength == arguments.K;
            tile.Accumulate = arguments.Accumulate || !first;
            if (last)
            {
                TileEpilogue<V, T>.SetBounds(ref tile, arguments.Epilogue.Activation);
            }

            for (nint panel = panelStart; panel < panelEnd; panel++)
            {
                nint column = panel * width;
                nint columns = Math.Min(width, arguments.N - column);
                tile.Bias = first && arguments.Epilogue.Bias != null ? arguments.Epilogue.Bias + column : null;
                Panel(ref tile, rowStart, rowEnd, column, columns, k, last);
            }

            k += tile.RunLength;
        }
        while (k < arguments.K);
    }

    /// <summary>One panel of B against all rows of the block, in tiles of nearly equal height.</summary>
    private void Panel(ref Tile<T> tile, nint rowStart, nint rowEnd, nint column, nint columns, nint k, bool last)
    {
        T* b;
        if (arguments.PackedB != null)
        {
            tile.BStride = (columns + V.Count - 1) / V.Count * V.Count;
            b = arguments.PackedB + (column * arguments.K) + (k * tile.BStride);
        }
        else
        {
            tile.BStride = arguments.B.RowStride;
            b = arguments.B.Data + (k * tile.BStride) + column;
        }

        nint rows = rowEnd - rowStart;
        nint tiles = (rows + TileKernels<V, T>.MaxRows - 1) / TileKernels<V, T>.MaxRows;
        nint row = rowStart;
        for (nint i = 0; i < tiles; i++)
        {
            nint height = (rowEnd - row) / (tiles - i);
            tile.A = arguments.A.Data + (row * tile.RowStride) + (k * tile.StepStride);
            tile.B = b;
            tile.C = arguments.C + (row * tile.CStride) + column;
            TileKernels<V, T>.Run(ref tile, height, columns);
            if (last)
            {
                TileEpilogue<V, T>.Apply(tile, arguments.Epilogue, height, columns);
            }

            row += height;
        }
    }
}
