using System.Numerics;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels.Linear;

/// <summary>P · A = L · U by elimination with row exchanges: L, whose diagonal is ones, and U share a matrix.</summary>
internal static unsafe class LuFactors
{
    /// <summary>Factors in place; <paramref name="order"/>[i] becomes the row of A that came to row i. Gives the sign of the permutation; a zero pivot stays.</summary>
    public static int Factor<T>(T* a, int n, int* order) where T : unmanaged, INumberBase<T>
    {
        int sign = 1;
        for (int i = 0; i < n; i++) order[i] = i;
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            double largest = Field<T>.Abs(a[((nint)k * n) + k]);
            for (int i = k + 1; i < n; i++)
                if (Field<T>.Abs(a[((nint)i * n) + k]) is var size && size > largest) (pivot, largest) = (i, size);
            if (pivot != k)
            {
                sign = -sign;
                (order[k], order[pivot]) = (order[pivot], order[k]);
                for (int j = 0; j < n; j++) (a[((nint)k * n) + j], a[((nint)pivot * n) + j]) = (a[((nint)pivot * n) + j], a[((nint)k * n) + j]);
            }
            T diagonal = a[((nint)k * n) + k];
            if (T.IsZero(diagonal)) continue;
            T* row = a + ((nint)k * n);
            for (int i = k + 1; i < n; i++)
            {
                T* target = a + ((nint)i * n);
                T factor = target[k] /= diagonal;
                Field<T>.Add(row + k + 1, -factor, target + k + 1, n - k - 1);
            }
        }
        return sign;
    }

    /// <summary>Solves A · X = B (or Aᴴ · X = B) in place of B by the factors; <paramref name="b"/> has as many rows as A.</summary>
    /// <exception cref="MatrixException">A pivot is zero.</exception>
    public static void Solve<T>(T* lu, int n, int* order, T* b, int columns, bool adjoint) where T : unmanaged, INumberBase<T>
    {
        nint size = (nint)n * columns;
        using var scratch = Scratch.Rent<T>(size);
        T* x = (T*)scratch.Pointer;
        for (int i = 0; i < n; i++)
        {
            T* from = b + ((nint)(adjoint ? i : order[i]) * columns);
            new Span<T>(from, columns).CopyTo(new Span<T>(x + ((nint)i * columns), columns));
        }
        Triangle.Solve(lu, n, x, columns, lower: !adjoint, adjoint, unit: !adjoint);
        Triangle.Solve(lu, n, x, columns, lower: adjoint, adjoint, unit: adjoint);
        for (int i = 0; i < n; i++) new Span<T>(x + ((nint)i * columns), columns).CopyTo(new Span<T>(b + ((nint)(adjoint ? order[i] : i) * columns), columns));
    }

    /// <summary>Copies a square matrix and factors the copy.</summary>
    public static int FactorCopy<T>(T* a, int n, T* copy, int* order) where T : unmanaged, INumberBase<T>
    {
        nuint bytes = (nuint)n * (nuint)n * (nuint)sizeof(T);
        Buffer.MemoryCopy(a, copy, bytes, bytes);
        return Factor(copy, n, order);
    }
}

/// <summary>As the op Lu: the factors, and the permutation.</summary>
internal readonly unsafe struct Lu : IMatrixFunction
{
    public void Run<T>(in MatrixItem<T> item) where T : unmanaged, INumberBase<T>
    {
        int n = item.Rows();
        using var scratch = Scratch.Rent<int>(n);
        int* order = (int*)scratch.Pointer;
        LuFactors.FactorCopy(item.In(0), n, item.Out(0), order);
        for (int i = 0; i < n; i++)
        {
            if (T.IsZero(item.Out(0)[((nint)i * n) + i])) throw new MatrixException("the matrix is not invertible.");
            item.Out(1)[i] = Field<T>.Of(order[i]);
        }
    }
}

/// <summary>As the op MatrixSolve; with no right-hand side, as MatrixInverse.</summary>
internal readonly unsafe struct Solve(bool adjoint, bool inverse) : IMatrixFunction
{
    public void Run<T>(in MatrixItem<T> item) where T : unmanaged, INumberBase<T>
    {
        int n = item.Rows(), columns = inverse ? n : item.Columns(1);
        T* x = item.Out(0);
        nint count = (nint)n * columns;
        if (!inverse) Buffer.MemoryCopy(item.In(1), x, count * sizeof(T), count * sizeof(T));
        else
        {
            new Span<T>(x, checked((int)count)).Clear();
            for (int i = 0; i < n; i++) x[((nint)i * n) + i] = T.One;
        }
        using Scratch factors = Scratch.Rent<T>((nint)n * n), permutation = Scratch.Rent<int>(n);
        LuFactors.FactorCopy(item.In(0), n, (T*)factors.Pointer, (int*)permutation.Pointer);
        LuFactors.Solve((T*)factors.Pointer, n, (int*)permutation.Pointer, x, columns, adjoint);
    }
}

/// <summary>As the op MatrixDeterminant, or LogMatrixDeterminant: the sign and the logarithm of the absolute value.</summary>
internal readonly unsafe struct Determinant(bool log) : IMatrixFunction
{
    public void Run<T>(in MatrixItem<T> item) where T : unmanaged, INumberBase<T>
    {
        int n = item.Rows();
        using Scratch factors = Scratch.Rent<T>((nint)n * n), permutation = Scratch.Rent<int>(n);
        T* lu = (T*)factors.Pointer;
        T sign = Field<T>.Of(LuFactors.FactorCopy(item.In(0), n, lu, (int*)permutation.Pointer));
        double logarithm = 0;
        T product = sign;
        for (int i = 0; i < n; i++)
        {
            T pivot = lu[((nint)i * n) + i];
            product *= pivot;
            double size = Field<T>.Abs(pivot);
            logarithm += Math.Log(size);
            sign = size == 0 ? T.Zero : sign * pivot / Field<T>.Of(size);
        }
        if (!log)
        {
            *item.Out(0) = product;
            return;
        }
        *item.Out(0) = sign;
        *item.Out(1) = Field<T>.Of(logarithm);
    }
}
