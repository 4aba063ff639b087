using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// Matrix products of row-major matrices: C (m × n) = A (m × k) · B (k × n), or C += …, then bias and activation.
/// Each matrix may be part of a larger one: its stride is the number of elements from row to row.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Multiplies. A is stored k × m where <paramref name="transposeA"/>, B n × k where <paramref name="transposeB"/>.</summary>
    public static void Multiply<T>(
        bool transposeA, bool transposeB, int m, int n, int k, T* a, int aStride, T* b, int bStride, T* c, int cStride,
        bool accumulate = false, Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        Body<T> body = new()
        {
            Arguments = new()
            {
                M = m,
                N = n,
                K = k,
                A = Matrix<T>.RowMajor(a, aStride, transposeA),
                B = Matrix<T>.RowMajor(b, bStride, transposeB),
                C = c,
                CStride = cStride,
                Accumulate = accumulate,
                Epilogue = epilogue,
            },
        };
        Widest.Run<Body<T>, T>(ref body);
    }

    /// <summary>Multiplies by a matrix that was packed before, whose rows and columns are k and n.</summary>
    public static void Multiply<T>(
        bool transposeA, int m, T* a, int aStride, PackedMatrix<T> b, T* c, int cStride,
        bool accumulate = false, Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        Body<T> body = new()
        {
            Arguments = new()
            {
                M = m,
                N = b.Columns,
                K = b.Rows,
                A = Matrix<T>.RowMajor(a, aStride, transposeA),
                PackedB = b.Data,
                C = c,
                CStride = cStride,
                Accumulate = accumulate,
                Epilogue = epilogue,
            },
        };
        Widest.Run<Body<T>, T>(ref body, b.Bits);
        GC.KeepAlive(b);
    }

    private struct Body<T> : ISimdBody<T>
        where T : unmanaged
    {
        public MatMulArguments<T> Arguments;

        public readonly void Run<V>()
            where V : struct, ISimd<V, T>
        {
            if (Arguments.M > 0 && Arguments.N > 0)
            {
                MatMulBlocks<V, T> blocks = new(Arguments);
                WorkerPool.For(blocks.Count, 1, blocks);
            }
        }
    }
}
