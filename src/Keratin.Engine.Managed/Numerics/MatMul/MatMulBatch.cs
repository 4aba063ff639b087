using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Many products of the same sizes: one a thread at a time where there are enough, else one after the other, each on all threads.</summary>
internal unsafe struct MatMulBatch<T> : ISimdBody<T>
    where T : unmanaged
{
    /// <summary>Products this large are done by all threads together.</summary>
    private const long Large = 1 << 24;

    /// <summary>Multiplications worth a thread.</summary>
    private const long Grain = 1 << 17;

    public int Count;
    public MatMulArguments<T> First;
    public nint AStep;
    public nint BStep;
    public nint CStep;

    public readonly void Run<V>()
        where V : struct, ISimd<V, T>
    {
        long work = Math.Max(1, (long)First.M * First.N * Math.Max(First.K, 1));
        if (BStep == 0 && AStep == First.M * First.A.RowStride && CStep == First.M * First.CStride && First.A.ColumnStride == 1)
        {
            // The matrices A lie below each other as one.
            MatMulArguments<T> all = First;
            all.M *= Count;
            all.Run<V>();
        }
        else if (work < Large || Count >= WorkerPool.Threads * 4)
        {
            WorkerPool.For(Count, (int)Math.Max(1, Grain / work), new Range<V> { Batch = this });
        }
        else
        {
            for (int i = 0; i < Count; i++)
            {
                At(i).Run<V>();
            }
        }
    }

    private readonly MatMulArguments<T> At(nint index)
    {
        MatMulArguments<T> product = First;
        product.A = new(First.A.Data + (index * AStep), First.A.RowStride, First.A.ColumnStride);
        product.B = new(First.B.Data + (index * BStep), First.B.RowStride, First.B.ColumnStride);
        product.C += index * CStep;
        return product;
    }

    private struct Range<V> : IParallelBody
        where V : struct, ISimd<V, T>
    {
        public MatMulBatch<T> Batch;

        [MethodImpl(Simd.Loop)]
        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                Batch.At(i).RunAlone<V>();
            }
        }
    }
}
