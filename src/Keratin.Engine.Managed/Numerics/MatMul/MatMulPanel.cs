using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Some rows of A times one panel of B, over a stretch of k.</summary>
internal unsafe struct MatMulPanel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    public nint RowStart;
    public nint RowEnd;

    /// <summary>How many tiles of nearly equal height the rows make.</summary>
    public nint Tiles;

    public nint KStart;
    public nint KEnd;

    /// <summary>Room for the rows' stretch of A, or null where A is read in place.</summary>
    public T* PackedA;

    /// <summary>Room for a panel of B that has to be packed.</summary>
    public T* SpareB;

    /// <summary>Lays A out tile by tile, each with a tile's rows side by side for every k.</summary>
    [MethodImpl(Simd.Loop)]
    public readonly void PackA(in MatMulArguments<T> arguments)
    {
        if (PackedA == null)
        {
            return;
        }

        nint row = RowStart, depth = KEnd - KStart;
        T* target = PackedA;
        for (nint i = 0; i < Tiles; i++)
        {
            nint height = (RowEnd - row) / (Tiles - i);
            Matrix<T> a = arguments.A.From(row, KStart);
            for (nint k = 0; k < depth; k++)
            {
                for (nint r = 0; r < height; r += V.Count)
                {
                    nint lanes = Math.Min(V.Count, height - r);
                    V.StoreFirst(V.LoadFirst(a.Data + (k * a.ColumnStride) + r, lanes), target + (k * height) + r, lanes);
                }
            }

            target += height * depth;
            row += height;
        }
    }

    [MethodImpl(Simd.Loop)]
    public void Run(in MatMulArguments<T> arguments, nint column)
    {
        nint columns = Math.Min(TileKernels<V, T>.PanelWidth, arguments.N - column);
        bool last = KEnd == arguments.K;
        Tile<T> tile = new() { Runs = 1, RunLength = KEnd - KStart, CStride = arguments.CStride };
        nint origin = 0;
        tile.RunOffsets = &origin;
        tile.Accumulate = arguments.Accumulate || KStart > 0;
        tile.Bias = KStart == 0 && arguments.Epilogue.Bias != null ? arguments.Epilogue.Bias + column : null;
        if (last)
        {
            TileEpilogue<V, T>.SetBounds(ref tile, arguments.Epilogue.Activation);
        }

        T* b = Panel(arguments, column, columns, ref tile.BStride);
        nint row = RowStart;
        T* packed = PackedA;
        for (nint i = 0; i < Tiles; i++)
        {
            nint height = (RowEnd - row) / (Tiles - i);
            if (packed != null)
            {
                tile.A = packed;
                tile.RowStride = 1;
                tile.StepStride = height;
                packed += height * tile.RunLength;
            }
            else
            {
                tile.RowStride = arguments.A.RowStride;
                tile.StepStride = arguments.A.ColumnStride;
                tile.A = arguments.A.Data + (row * tile.RowStride) + (KStart * tile.StepStride);
            }

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

    /// <summary>The panel of B: packed before, in place where the rows are few and its columns fill registers, or packed now.</summary>
    private readonly T* Panel(in MatMulArguments<T> arguments, nint column, nint columns, ref nint stride)
    {
        stride = (columns + V.Count - 1) / V.Count * V.Count;
        if (arguments.PackedB != null)
        {
            return arguments.PackedB + (column * arguments.K) + (KStart * stride);
        }

        if (arguments.B.ColumnStride == 1 && Tiles <= 2 && stride == columns)
        {
            stride = arguments.B.RowStride;
            return arguments.B.Data + (KStart * stride) + column;
        }

        Packing<V, T>.Panel(arguments.B.From(KStart, 0), KEnd - KStart, column, columns, SpareB);
        return SpareB;
    }
}
