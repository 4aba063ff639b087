using System.Numerics;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels.Linear;

/// <summary>Singular values, descending, and singular vectors: columns are turned against each other until all are orthogonal (one-sided Jacobi).</summary>
internal readonly unsafe struct Svd(bool vectors, bool full) : IMatrixFunction
{
    private const int MaxSweeps = 100;

    public void Run<T>(in MatrixItem<T> item) where T : unmanaged, INumberBase<T>
    {
        int m = item.Rows(), n = item.Columns(), p = Math.Min(m, n);
        bool wide = m < n;
        // Rows of the scratch matrices are columns of A, or of its adjoint where that is the taller one.
        int count = p, length = Math.Max(m, n);
        using Scratch columns = Scratch.Rent<T>((nint)count * length), turns = Scratch.Rent<T>((nint)count * count), order = Scratch.Rent<int>(count), sizes = Scratch.Rent<double>(count);
        T* w = (T*)columns.Pointer, v = (T*)turns.Pointer;
        int* places = (int*)order.Pointer;
        double* values = (double*)sizes.Pointer;
        for (int j = 0; j < count; j++)
        {
            for (int i = 0; i < length; i++) w[((nint)j * length) + i] = wide ? Field<T>.Conjugate(item.In(0)[((nint)j * n) + i]) : item.In(0)[((nint)i * n) + j];
            for (int i = 0; i < count; i++) v[((nint)j * count) + i] = i == j ? T.One : T.Zero;
        }
        for (int sweep = 0; sweep < MaxSweeps && Sweep(w, v, count, length); sweep++) { }

        for (int j = 0; j < count; j++)
        {
            double square = 0;
            for (int i = 0; i < length; i++) square += Field<T>.Square(w[((nint)j * length) + i]);
            values[j] = Math.Sqrt(square);
            places[j] = j;
        }
        new Span<int>(places, count).Sort(new Descending(values));
        for (int j = 0; j < count; j++) item.Out(0)[j] = Field<T>.Of(values[places[j]]);
        if (!vectors)
        {
            *item.Out(1) = *item.Out(2) = T.Zero;
            return;
        }

        T* longer = item.Out(wide ? 2 : 1), shorter = item.Out(wide ? 1 : 2);
        int width = full ? length : count;
        for (int j = 0; j < count; j++)
        {
            double value = values[places[j]];
            for (int i = 0; i < length; i++) longer[((nint)i * width) + j] = value > 0 ? w[((nint)places[j] * length) + i] / Field<T>.Of(value) : T.Zero;
            for (int i = 0; i < count; i++) shorter[((nint)i * count) + j] = v[((nint)places[j] * count) + i];
        }
        int known = count;
        while (known > 0 && values[places[known - 1]] <= 1e-300) known--;
        Orthonormal.Complete(longer, length, width, known);
    }

    /// <summary>Turns each pair of columns once; false if none had to be.</summary>
    private static bool Sweep<T>(T* w, T* v, int count, int length) where T : unmanaged, INumberBase<T>
    {
        bool turned = false;
        for (int p = 0; p < count - 1; p++)
            for (int q = p + 1; q < count; q++)
            {
                T* x = w + ((nint)p * length), y = w + ((nint)q * length);
                double a = Field<T>.Real(Field<T>.Dot(x, x, length)), b = Field<T>.Real(Field<T>.Dot(y, y, length));
                T common = Field<T>.Dot(x, y, length);
                double size = Field<T>.Abs(common);
                if (size == 0 || size <= 1e-15 * Math.Sqrt(a) * Math.Sqrt(b)) continue;
                turned = true;
                double theta = (b - a) / (2 * size), t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1)), c = 1 / Math.Sqrt((t * t) + 1);
                T cosine = Field<T>.Of(c), sine = Field<T>.Of(t * c) * (common / Field<T>.Of(size));
                Turn(x, y, length, cosine, sine);
                Turn(v + ((nint)p * count), v + ((nint)q * count), count, cosine, sine);
            }
        return turned;
    }

    private static void Turn<T>(T* x, T* y, int length, T cosine, T sine) where T : unmanaged, INumberBase<T>
    {
        T conjugate = Field<T>.Conjugate(sine);
        for (int i = 0; i < length; i++)
        {
            T first = x[i], second = y[i];
            x[i] = (cosine * first) - (conjugate * second);
            y[i] = (sine * first) + (cosine * second);
        }
    }

    private readonly struct Descending(double* values) : IComparer<int>
    {
        public int Compare(int x, int y) => values[y].CompareTo(values[x]);
    }
}

/// <summary>Completes orthonormal columns to more of them.</summary>
internal static unsafe class Orthonormal
{
    /// <summary>Sets the columns from <paramref name="known"/> on, each from the unit vector that the others leave most of.</summary>
    public static void Complete<T>(T* q, int rows, int columns, int known) where T : unmanaged, INumberBase<T>
    {
        using var scratch = Scratch.Rent<T>(rows);
        T* candidate = (T*)scratch.Pointer;
        for (int unit = 0; known < columns && unit < rows; unit++)
        {
            for (int i = 0; i < rows; i++) candidate[i] = i == unit ? T.One : T.Zero;
            double length = 0;
            // Twice, so that what rounding left of the other columns goes too.
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < known; j++)
                {
                    T part = T.Zero;
                    for (int i = 0; i < rows; i++) part += Field<T>.Conjugate(q[((nint)i * columns) + j]) * candidate[i];
                    for (int i = 0; i < rows; i++) candidate[i] -= part * q[((nint)i * columns) + j];
                }
                double square = 0;
                for (int i = 0; i < rows; i++) square += Field<T>.Square(candidate[i]);
                length = Math.Sqrt(square);
                if (length < 0.5 / Math.Sqrt(rows)) break;
            }
            if (length < 0.5 / Math.Sqrt(rows)) continue;
            for (int i = 0; i < rows; i++) q[((nint)i * columns) + known] = candidate[i] / Field<T>.Of(length);
            known++;
        }
    }
}
