namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// Matrix products of row-major matrices: C (m × n) = A (m × k) · B (k × n), or C += …, then bias and activation.
/// Each matrix may be part of a larger one: its stride is the number of elements from row to row. Float and double.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Multiplies. A is stored k × m where <paramref name="transposeA"/>, B n × k where <paramref name="transposeB"/>.</summary>
    public static void Multiply<T>(
        bool transposeA, bool transposeB, int m, int n, int k, T* a, int aStride, T* b, int bStride, T* c, int cStride,
        bool accumulate = false, Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        MatMulArguments<T> arguments = new()
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
        };
        Widest.Run<MatMulArguments<T>, T>(ref arguments);
    }

    /// <summary>Multiplies by a matrix that was packed before, whose rows and columns are k and n.</summary>
    public static void Multiply<T>(
        bool transposeA, int m, T* a, int aStride, PackedMatrix<T> b, T* c, int cStride,
        bool accumulate = false, Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        MatMulArguments<T> arguments = new()
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
        };
        Widest.Run<MatMulArguments<T>, T>(ref arguments, b.Bits);
        GC.KeepAlive(b);
    }

    /// <summary>
    /// Multiplies <paramref name="count"/> pairs of matrices, each a step of elements after the one before; a step of 0
    /// uses the same matrix for all.
    /// </summary>
    public static void MultiplyBatch<T>(
        bool transposeA, bool transposeB, int count, int m, int n, int k, T* a, int aStride, nint aStep, T* b, int bStride, nint bStep,
        T* c, int cStride, nint cStep, bool accumulate = false, Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        MatMulBatch<T> batch = new()
        {
            Count = count,
            First = new()
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
            AStep = aStep,
            BStep = bStep,
            CStep = cStep,
        };
        Widest.Run<MatMulBatch<T>, T>(ref batch);
    }
}
