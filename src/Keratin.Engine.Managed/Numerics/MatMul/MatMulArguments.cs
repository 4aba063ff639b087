using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>C (M × N) = (C +) A (M × K) · B (K × N), then the epilogue.</summary>
internal unsafe struct MatMulArguments<T> : ISimdBody<T>
    where T : unmanaged
{
    public nint M;
    public nint N;
    public nint K;
    public Matrix<T> A;

    /// <summary>B where it is not packed.</summary>
    public Matrix<T> B;

    /// <summary>B as panels (see <see cref="PackedMatrix{T}"/>), or null.</summary>
    public T* PackedB;

    public T* C;
    public nint CStride;
    public bool Accumulate;
    public Epilogue<T> Epilogue;

    /// <summary>Does the product with the registers for which B is packed, if it is, on several threads where that pays.</summary>
    public readonly void Run<V>()
        where V : struct, ISimd<V, T>
    {
        if (M > 0 && N > 0)
        {
            MatMulBlocks<V, T> blocks = new(this, WorkerPool.Threads);
            WorkerPool.For(blocks.Count, 1, blocks);
        }
    }

    /// <summary>Does the product on this thread.</summary>
    public readonly void RunAlone<V>()
        where V : struct, ISimd<V, T>
    {
        if (M > 0 && N > 0)
        {
            MatMulBlocks<V, T> blocks = new(this, threads: 1);
            blocks.Run(0, blocks.Count);
        }
    }
}
