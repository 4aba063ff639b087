using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Cuts a reduction into blocks of fixed size: several threads reduce each to a partial result, one joins them.</summary>
internal unsafe struct ReductionBlocks<V, T, TKind> : IParallelBody
    where V : struct, ISimd<V, T>
    where T : unmanaged
    where TKind : struct, IReduction
{
    private const nint BlockSize = 1 << 15;

    /// <summary>So many rows are summed straight, which bounds the rounding.</summary>
    private const nint MaxRows = 256;

    private T* x;
    private nint axis;
    private nint inner;
    private nint rowsOfBlock;
    private nint blocks;
    private T* y;

    [MethodImpl(Simd.Loop)]
    public static void Run(T* x, nint outer, nint axis, nint inner, T* y)
    {
        if (outer == 0 || inner == 0)
        {
            return;
        }

        ReductionBlocks<V, T, TKind> body = new() { x = x, axis = axis, inner = inner };
        body.rowsOfBlock = inner == 1 ? BlockSize : Math.Clamp(BlockSize / inner, 16, MaxRows);
        body.blocks = Math.Max(1, (axis + body.rowsOfBlock - 1) / body.rowsOfBlock);
        int grain = (int)Math.Max(1, BlockSize / Math.Max(1, Math.Min(axis, body.rowsOfBlock) * inner));
        if (body.blocks == 1)
        {
            body.y = y;
            WorkerPool.For(checked((int)outer), grain, body);
            return;
        }

        using Scratch partial = Scratch.Rent<T>(outer * body.blocks * inner);
        body.y = (T*)partial.Pointer;
        WorkerPool.For(checked((int)(outer * body.blocks)), grain, body);
        for (nint o = 0; o < outer; o++)
        {
            T* parts = body.y + (o * body.blocks * inner);
            if (inner == 1)
            {
                y[o] = RowReduction<V, T, TKind>.Join(parts, body.blocks);
            }
            else
            {
                ColumnReduction<V, T, TKind>.Of(parts, body.blocks, inner, 0, inner, y + (o * inner), mapped: true);
            }
        }
    }

    [MethodImpl(Simd.Loop)]
    public readonly void Run(int start, int end)
    {
        for (nint i = start; i < end; i++)
        {
            (nint o, nint block) = (i / blocks, i % blocks);
            nint first = axis * block / blocks, last = axis * (block + 1) / blocks;
            T* from = x + (((o * axis) + first) * inner);
            if (inner == 1)
            {
                y[i] = RowReduction<V, T, TKind>.Of(from, last - first);
            }
            else
            {
                ColumnReduction<V, T, TKind>.Of(from, last - first, inner, 0, inner, y + (i * inner));
            }
        }
    }
}
