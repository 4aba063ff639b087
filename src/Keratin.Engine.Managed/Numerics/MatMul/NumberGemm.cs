using System.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Matrix products of numbers of any type (integers, Half, complex), by plain loops; arguments as of <see cref="Gemm"/>.</summary>
internal static unsafe class NumberGemm
{
    /// <summary>Multiplies, and sums in <typeparamref name="TSum"/>: float for Half, else the type itself. Integers wrap around.</summary>
    public static void Multiply<T, TSum>(
        bool transposeA, bool transposeB, int m, int n, int k, T* a, int aStride, T* b, int bStride, T* c, int cStride, bool accumulate = false)
        where T : unmanaged, INumberBase<T>
        where TSum : unmanaged, INumberBase<TSum>
    {
        Body<T, TSum> body = new()
        {
            N = n,
            K = k,
            A = Matrix<T>.RowMajor(a, aStride, transposeA),
            B = Matrix<T>.RowMajor(b, bStride, transposeB),
            C = c,
            CStride = cStride,
            Accumulate = accumulate,
        };
        WorkerPool.For(m, (int)Math.Max(1, 20_000 / Math.Max(1, (long)n * k)), body);
    }

    private struct Body<T, TSum> : IParallelBody
        where T : unmanaged, INumberBase<T>
        where TSum : unmanaged, INumberBase<TSum>
    {
        public nint N;
        public nint K;
        public Matrix<T> A;
        public Matrix<T> B;
        public T* C;
        public nint CStride;
        public bool Accumulate;

        public readonly void Run(int start, int end)
        {
            using Scratch scratch = Scratch.Rent<TSum>(N);
            TSum* sums = (TSum*)scratch.Pointer;
            for (nint i = start; i < end; i++)
            {
                T* row = C + (i * CStride);
                for (nint j = 0; j < N; j++)
                {
                    sums[j] = Accumulate ? TSum.CreateTruncating(row[j]) : TSum.Zero;
                }

                for (nint l = 0; l < K; l++)
                {
                    TSum x = TSum.CreateTruncating(*A.From(i, l).Data);
                    T* y = B.From(l, 0).Data;
                    for (nint j = 0; j < N; j++)
                    {
                        sums[j] += x * TSum.CreateTruncating(y[j * B.ColumnStride]);
                    }
                }

                for (nint j = 0; j < N; j++)
                {
                    row[j] = T.CreateTruncating(sums[j]);
                }
            }
        }
    }
}
