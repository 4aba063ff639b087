using System.Numerics;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels.Linear;

/// <summary>Eigenvalues, ascending, and eigenvectors of a Hermitian matrix, of which only the lower triangle is read: by Jacobi's rotations.</summary>
internal readonly unsafe struct SelfAdjointEig(bool vectors) : IMatrixFunction
{
    private const int MaxSweeps = 100;

    public void Run<T>(in MatrixItem<T> item) where T : unmanaged, INumberBase<T>
    {
        int n = item.Rows();
        using Scratch copy = Scratch.Rent<T>((nint)n * n), basis = Scratch.Rent<T>((nint)n * n), order = Scratch.Rent<int>(n);
        T* a = (T*)copy.Pointer, v = (T*)basis.Pointer;
        int* places = (int*)order.Pointer;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                a[((nint)i * n) + j] = i >= j ? item.In(0)[((nint)i * n) + j] : Field<T>.Conjugate(item.In(0)[((nint)j * n) + i]);
                v[((nint)i * n) + j] = i == j ? T.One : T.Zero;
            }
        for (int sweep = 0; sweep < MaxSweeps && OffDiagonal(a, n) > 0; sweep++)
            for (int p = 0; p < n - 1; p++)
                for (int q = p + 1; q < n; q++) Rotate(a, v, n, p, q);

        if (!vectors) *item.Out(1) = T.Zero;
        for (int i = 0; i < n; i++) places[i] = i;
        new Span<int>(places, n).Sort(new ByValue<T>(a, n));
        for (int i = 0; i < n; i++)
        {
            item.Out(0)[i] = Field<T>.Of(Field<T>.Real(a[((nint)places[i] * n) + places[i]]));
            if (!vectors) continue;
            for (int row = 0; row < n; row++) item.Out(1)[((nint)row * n) + i] = v[((nint)row * n) + places[i]];
        }
    }

    // What is still off the diagonal, as far as it counts beside it.
    private static double OffDiagonal<T>(T* a, int n) where T : unmanaged, INumberBase<T>
    {
        double off = 0, all = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                double square = Field<T>.Square(a[((nint)i * n) + j]);
                all += square;
                if (i != j) off += square;
            }
        return off > 1e-34 * all ? off : 0;
    }

    /// <summary>The rotation in the plane of two axes that makes their common element zero.</summary>
    private static void Rotate<T>(T* a, T* v, int n, int p, int q) where T : unmanaged, INumberBase<T>
    {
        T common = a[((nint)p * n) + q];
        double size = Field<T>.Abs(common);
        if (size == 0) return;
        double theta = (Field<T>.Real(a[((nint)q * n) + q]) - Field<T>.Real(a[((nint)p * n) + p])) / (2 * size);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1)), c = 1 / Math.Sqrt((t * t) + 1);
        // Complex elements are first turned real.
        T cosine = Field<T>.Of(c), sine = Field<T>.Of(t * c) * (common / Field<T>.Of(size)), conjugate = Field<T>.Conjugate(sine);
        for (int i = 0; i < n; i++)
        {
            T x = a[((nint)i * n) + p], y = a[((nint)i * n) + q];
            a[((nint)i * n) + p] = (cosine * x) - (conjugate * y);
            a[((nint)i * n) + q] = (sine * x) + (cosine * y);
            x = v[((nint)i * n) + p];
            y = v[((nint)i * n) + q];
            v[((nint)i * n) + p] = (cosine * x) - (conjugate * y);
            v[((nint)i * n) + q] = (sine * x) + (cosine * y);
        }
        for (int i = 0; i < n; i++)
        {
            T x = a[((nint)p * n) + i], y = a[((nint)q * n) + i];
            a[((nint)p * n) + i] = (cosine * x) - (sine * y);
            a[((nint)q * n) + i] = (conjugate * x) + (cosine * y);
        }
    }

    private readonly struct ByValue<T>(T* a, int n) : IComparer<int> where T : unmanaged, INumberBase<T>
    {
        public int Compare(int x, int y) => Field<T>.Real(a[((nint)x * n) + x]).CompareTo(Field<T>.Real(a[((nint)y * n) + y]));
    }
}
