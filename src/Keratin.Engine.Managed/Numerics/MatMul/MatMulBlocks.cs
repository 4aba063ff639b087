using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// A product as a grid of blocks of C, each done by one thread over all of k: for a stretch of k, a panel of B stays in
/// the nearest cache while the rows of A pass by.
/// </summary>
internal readonly unsafe struct MatMulBlocks<V, T> : IParallelBody
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>The longest stretch of k: so much of a panel of B and of a tile's rows of A fits the first-level cache.</summary>
    private const int Depth = 256;

    /// <summary>A block of C this large stays in the second-level cache between stretches of k.</summary>
    private const int MaxRows = 240;

    private const int MaxPanels = 16;

    /// <summary>A transposed A is laid out anew when so many panels use it.</summary>
    private const int PanelsToPackFor = 4;

    /// <summary>Cycles worth a thread.</summary>
    private const long CyclesForAThread = 6000;

    private readonly MatMulArguments<T> arguments;
    private readonly nint rowBlocks;
    private readonly nint columnBlocks;

    public MatMulBlocks(in MatMulArguments<T> arguments, int threads)
    {
        this.arguments = arguments;
        nint panels = Panels;
        nint wanted = WantedBlocks(arguments, threads);
        rowBlocks = (arguments.M + MaxRows - 1) / MaxRows;
        columnBlocks = (panels + MaxPanels - 1) / MaxPanels;
        if (rowBlocks * columnBlocks < wanted)
        {
            columnBlocks = Math.Min(panels, (wanted + rowBlocks - 1) / rowBlocks);
            rowBlocks = Math.Max(rowBlocks, Math.Min(wanted / columnBlocks, (arguments.M + 11) / 12));
        }
    }

    /// <summary>None to share out a small product; a block a thread for a larger one; more where these can even out what disturbs a thread.</summary>
    private static nint WantedBlocks(in MatMulArguments<T> arguments, int threads)
    {
        // A cycle multiplies 32 numbers of four bytes, or fetches 10 of B from the second-level cache.
        long cycles = (long)((double)arguments.N * arguments.K * sizeof(T) / 4 * ((arguments.M / 32.0) + 0.1));
        return threads == 1 || cycles < CyclesForAThread * 2 ? 1
            : cycles < CyclesForAThread * threads * 10 ? (nint)Math.Min(threads, cycles / CyclesForAThread)
            : threads * 4;
    }

    public int Count => checked((int)(rowBlocks * columnBlocks));

    private nint Panels => (arguments.N + TileKernels<V, T>.PanelWidth - 1) / TileKernels<V, T>.PanelWidth;

    [MethodImpl(Simd.Loop)]
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

    [MethodImpl(Simd.Loop)]
    private void Block(nint rowStart, nint rowEnd, nint panelStart, nint panelEnd)
    {
        nint width = TileKernels<V, T>.PanelWidth;
        nint stretches = Math.Max(1, (arguments.K + Depth - 1) / Depth), longest = (arguments.K + stretches - 1) / stretches;
        bool packA = arguments.A.ColumnStride != 1 && panelEnd - panelStart >= PanelsToPackFor;
        using Scratch scratchA = Scratch.Rent<T>(packA ? (rowEnd - rowStart) * longest : 0);
        using Scratch scratchB = Scratch.Rent<T>(arguments.PackedB == null ? longest * width : 0);
        MatMulPanel<V, T> work = new()
        {
            RowStart = rowStart,
            RowEnd = rowEnd,
            Tiles = (rowEnd - rowStart + TileKernels<V, T>.MaxRows - 1) / TileKernels<V, T>.MaxRows,
            PackedA = packA ? (T*)scratchA.Pointer : null,
            SpareB = (T*)scratchB.Pointer,
        };
        for (nint i = 0; i < stretches; i++)
        {
            work.KStart = arguments.K * i / stretches;
            work.KEnd = arguments.K * (i + 1) / stretches;
            work.PackA(arguments);
            for (nint panel = panelStart; panel < panelEnd; panel++)
            {
                work.Run(arguments, panel * width);
            }
        }
    }
}
