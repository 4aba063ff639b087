using System.Numerics;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels.Linear;

/// <summary>As the op Qr, by Householder reflections: the diagonal of R has the sign opposite to the column it was made of.</summary>
internal readonly unsafe struct Qr(bool full) : IMatrixFunction
{
    public void Run<T>(in MatrixItem<T> item) where T : unmanaged, INumberBase<T>
    {
        int m = item.Rows(), n = item.Columns(), p = Math.Min(m, n), width = full ? m : p;
        using Scratch copy = Scratch.Rent<T>((nint)m * n), scales = Scratch.Rent<T>(p);
        T* a = (T*)copy.Pointer, tau = (T*)scales.Pointer;
        nint bytes = (nint)m * n * sizeof(T);
        Buffer.MemoryCopy(item.In(0), a, bytes, bytes);
        for (int k = 0; k < p; k++) tau[k] = Reflect(a, m, n, k);

        T* r = item.Out(1), q = item.Out(0);
        for (int i = 0; i < width; i++)
            for (int j = 0; j < n; j++) r[((nint)i * n) + j] = i <= j && i < m ? a[((nint)i * n) + j] : T.Zero;

        // Q is the reflections applied to the identity, the last one first.
        new Span<T>(q, checked(m * width)).Clear();
        for (int i = 0; i < width; i++) q[((nint)i * width) + i] = T.One;
        for (int k = p - 1; k >= 0; k--) Apply(a, n, m, k, Field<T>.Conjugate(tau[k]), q, width, k);
    }

    /// <summary>Makes the reflection that clears a column below its diagonal, applies it to the columns behind, and leaves its vector in the column. Gives its factor.</summary>
    private static T Reflect<T>(T* a, int m, int n, int k) where T : unmanaged, INumberBase<T>
    {
        T head = a[((nint)k * n) + k];
        double tail = 0;
        for (int i = k + 1; i < m; i++) tail += Field<T>.Square(a[((nint)i * n) + k]);
        bool isReal = T.IsZero(head - Field<T>.Conjugate(head));
        if (tail <= double.Epsilon && isReal) return ClearBelow(a, m, n, k);

        double length = Math.Sqrt(Field<T>.Square(head) + tail);
        T beta = Field<T>.Of(Field<T>.Real(head) >= 0 ? -length : length);
        for (int i = k + 1; i < m; i++) a[((nint)i * n) + k] /= head - beta;
        // The matrix I − τ · v vᴴ, with v's first element 1, sends the column to β.
        T tau = Field<T>.Conjugate((beta - head) / beta);
        a[((nint)k * n) + k] = beta;
        Apply(a, n, m, k, tau, a, n, k + 1);
        return tau;
    }

    private static T ClearBelow<T>(T* a, int m, int n, int k) where T : unmanaged, INumberBase<T>
    {
        for (int i = k + 1; i < m; i++) a[((nint)i * n) + k] = T.Zero;
        return T.Zero;
    }

    /// <summary>target −= τ · v · (vᴴ · target), in the columns from <paramref name="first"/> on; v is in column k of <paramref name="a"/>.</summary>
    private static void Apply<T>(T* a, int n, int m, int k, T tau, T* target, int columns, int first) where T : unmanaged, INumberBase<T>
    {
        if (T.IsZero(tau)) return;
        using var scratch = Scratch.Rent<T>(columns);
        T* sums = (T*)scratch.Pointer;
        new Span<T>(sums, columns).Clear();
        for (int i = k; i < m; i++)
        {
            T v = i == k ? T.One : Field<T>.Conjugate(a[((nint)i * n) + k]);
            T* row = target + ((nint)i * columns);
            for (int j = first; j < columns; j++) sums[j] += v * row[j];
        }
        for (int i = k; i < m; i++)
        {
            T v = tau * (i == k ? T.One : a[((nint)i * n) + k]);
            T* row = target + ((nint)i * columns);
            for (int j = first; j < columns; j++) row[j] -= v * sums[j];
        }
    }
}
