using System.Numerics;

namespace Keratin.Engines.Managed.Kernels.Linear;

/// <summary>Solves T · X = B in place of B, for a triangular T; the other triangle is not read.</summary>
internal static unsafe class Triangle
{
    /// <param name="t">n × n.</param>
    /// <param name="n">The order.</param>
    /// <param name="b">n × <paramref name="columns"/>; becomes X.</param>
    /// <param name="columns">Right-hand sides.</param>
    /// <param name="lower">Which triangle T is.</param>
    /// <param name="adjoint">Whether Tᴴ is meant.</param>
    /// <param name="unit">Whether the diagonal is all ones and not read.</param>
    public static void Solve<T>(T* t, int n, T* b, int columns, bool lower, bool adjoint, bool unit = false) where T : unmanaged, INumberBase<T>
    {
        bool forward = lower != adjoint;
        for (int step = 0; step < n; step++)
        {
            int i = forward ? step : n - 1 - step;
            T* row = b + ((nint)i * columns);
            for (int k = forward ? 0 : i + 1; k < (forward ? i : n); k++)
            {
                T factor = adjoint ? Field<T>.Conjugate(t[((nint)k * n) + i]) : t[((nint)i * n) + k];
                Field<T>.Add(b + ((nint)k * columns), -factor, row, columns);
            }
            if (unit) continue;
            T diagonal = adjoint ? Field<T>.Conjugate(t[((nint)i * n) + i]) : t[((nint)i * n) + i];
            if (T.IsZero(diagonal)) throw new MatrixException("the matrix is not invertible: there is a zero on its diagonal.");
            for (int j = 0; j < columns; j++) row[j] /= diagonal;
        }
    }
}

/// <summary>As the op MatrixTriangularSolve.</summary>
internal readonly unsafe struct TriangularSolve(bool lower, bool adjoint) : IMatrixFunction
{
    public void Run<T>(in MatrixItem<T> item) where T : unmanaged, INumberBase<T>
    {
        nint count = (nint)item.Rows(1) * item.Columns(1);
        Buffer.MemoryCopy(item.In(1), item.Out(0), count * sizeof(T), count * sizeof(T));
        Triangle.Solve(item.In(0), item.Rows(), item.Out(0), item.Columns(1), lower, adjoint);
    }
}
