using System.Numerics;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels.Linear;

/// <summary>The lower triangle L of a positive definite matrix L · Lᴴ, of which only the lower triangle is read.</summary>
internal readonly unsafe struct Cholesky : IMatrixFunction
{
    public void Run<T>(in MatrixItem<T> item) where T : unmanaged, INumberBase<T>
    {
        int n = item.Rows();
        T* a = item.In(0), l = item.Out(0);
        for (int j = 0; j < n; j++)
            for (int i = 0; i < n; i++)
            {
                if (i < j)
                {
                    l[(i * n) + j] = T.Zero;
                    continue;
                }
                T sum = a[(i * n) + j];
                for (int k = 0; k < j; k++) sum -= l[(i * n) + k] * Field<T>.Conjugate(l[(j * n) + k]);
                if (i > j) l[(i * n) + j] = sum / l[(j * n) + j];
                else if (Field<T>.Real(sum) > 0) l[(i * n) + j] = Field<T>.Of(Math.Sqrt(Field<T>.Real(sum)));
                else throw new MatrixException("the matrix is not positive definite.");
            }
    }
}

/// <summary>The gradient of a matrix from its Cholesky triangle L and the triangle's gradient: ½ L⁻ᴴ (Φ + Φᴴ) L⁻¹, where Φ is the lower triangle of Lᴴ · dL with half its diagonal.</summary>
internal readonly unsafe struct CholeskyGradient : IMatrixFunction
{
    public void Run<T>(in MatrixItem<T> item) where T : unmanaged, INumberBase<T>
    {
        int n = item.Rows();
        T* l = item.In(0), dl = item.In(1), result = item.Out(0);
        using var scratch = Scratch.Rent<T>((nint)n * n);
        T* phi = (T*)scratch.Pointer;
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
            {
                T sum = T.Zero;
                for (int k = i; k < n; k++) sum += Field<T>.Conjugate(l[(k * n) + i]) * dl[(k * n) + j];
                T half = Field<T>.Of(0.5) * sum;
                phi[(i * n) + j] = half;
                phi[(j * n) + i] = Field<T>.Conjugate(half);
            }
        // The diagonal of Φ is real in effect: both halves meet there.
        for (int i = 0; i < n; i++) phi[(i * n) + i] = Field<T>.Of(Field<T>.Real(phi[(i * n) + i]));

        // X = L⁻ᴴ Φ, then X L⁻¹ = (L⁻ᴴ Xᴴ)ᴴ.
        Triangle.Solve(l, n, phi, n, lower: true, adjoint: true);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) result[(i * n) + j] = Field<T>.Conjugate(phi[(j * n) + i]);
        Triangle.Solve(l, n, result, n, lower: true, adjoint: true);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
            {
                T above = result[(j * n) + i];
                result[(j * n) + i] = Field<T>.Conjugate(result[(i * n) + j]);
                result[(i * n) + j] = Field<T>.Conjugate(above);
            }
    }
}
