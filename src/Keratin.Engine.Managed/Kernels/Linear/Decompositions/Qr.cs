using System.Numerics;
using Keratin.Engines.Managed.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels.Linear;

/// <summary>
/// As the op Qr, by Householder reflections: the diagonal of R has the sign opposite to the column it was made of. The columns are worked on
/// as rows of scratch matrices, where their elements are neighbours.
/// </summary>
internal readonly unsafe struct Qr(bool full) : IMatrixFunction
{
    /// <summary>Elements of columns that are worth a thread.</summary>
    private const int Grain = 32 * 1024;

    public void Run<T>(in MatrixItem<T> item) where T : unmanaged, INumberBase<T>
    {
        int m = item.Rows(), n = item.Columns(), p = Math.Min(m, n), width = full ? m : p;
        using Scratch first = Scratch.Rent<T>((nint)m * n), second = Scratch.Rent<T>((nint)m * width), factors = Scratch.Rent<T>(p);
        T* a = (T*)first.Pointer, q = (T*)second.Pointer, tau = (T*)factors.Pointer, source = item.In(0), r = item.Out(1);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++) a[((nint)j * m) + i] = source[((nint)i * n) + j];
        for (int k = 0; k < p; k++)
        {
            T diagonal = Reflection(a + ((nint)k * m) + k, m - k, out tau[k]);
            Apply(a + ((nint)k * m) + k, tau[k], a + k, m, k + 1, n, m - k);
            // The vector of the reflection stays below the diagonal; its first element, 1, is not kept.
            a[((nint)k * m) + k] = diagonal;
        }
        for (int i = 0; i < width; i++)
            for (int j = 0; j < n; j++) r[((nint)i * n) + j] = i <= j ? a[((nint)j * m) + i] : T.Zero;

        // Q is the reflections applied to the identity, the last one first.
        new Span<T>(q, checked(m * width)).Clear();
        for (int j = 0; j < width; j++) q[((nint)j * m) + j] = T.One;
        for (int k = p - 1; k >= 0; k--)
        {
            a[((nint)k * m) + k] = T.One;
            Apply(a + ((nint)k * m) + k, Field<T>.Conjugate(tau[k]), q + k, m, k, width, m - k);
        }
        for (int i = 0; i < m; i++)
            for (int j = 0; j < width; j++) item.Out(0)[((nint)i * width) + j] = q[((nint)j * m) + i];
    }

    /// <summary>Turns a column into the vector v of the reflection I − τ · v vᴴ that sends it to a multiple of the first unit vector; gives that multiple.</summary>
    private static T Reflection<T>(T* column, int count, out T tau) where T : unmanaged, INumberBase<T>
    {
        T head = *column;
        double tail = Field<T>.Real(Field<T>.Dot(column + 1, column + 1, count - 1));
        *column = T.One;
        tau = T.Zero;
        if (tail <= double.Epsilon && T.IsZero(head - Field<T>.Conjugate(head)))
        {
            new Span<T>(column + 1, count - 1).Clear();
            return head;
        }
        double length = Math.Sqrt(Field<T>.Square(head) + tail);
        T target = Field<T>.Of(Field<T>.Real(head) >= 0 ? -length : length), scale = T.One / (head - target);
        for (int i = 1; i < count; i++) column[i] *= scale;
        tau = Field<T>.Conjugate((target - head) / target);
        return target;
    }

    /// <summary>Applies the reflection to the columns from <paramref name="from"/> up to <paramref name="to"/>, which lie <paramref name="step"/> apart.</summary>
    private static void Apply<T>(T* v, T tau, T* columns, int step, int from, int to, int count) where T : unmanaged, INumberBase<T>
    {
        if (!T.IsZero(tau)) WorkerPool.For(to - from, Math.Max(1, Grain / count), new Columns<T>(v, tau, columns + ((nint)from * step), step, count));
    }

    private readonly struct Columns<T>(T* v, T tau, T* columns, int step, int count) : IParallelBody where T : unmanaged, INumberBase<T>
    {
        public void Run(int start, int end)
        {
            for (int j = start; j < end; j++)
            {
                T* column = columns + ((nint)j * step);
                Field<T>.Add(v, -(tau * Field<T>.Dot(v, column, count)), column, count);
            }
        }
    }
}
