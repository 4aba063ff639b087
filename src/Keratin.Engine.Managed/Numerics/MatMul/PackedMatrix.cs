using System.Runtime.InteropServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// The right-hand matrix of a product, laid out as the kernels read it: pack constant weights once, multiply many times.
/// Any number of threads may use it at once.
/// </summary>
internal sealed unsafe class PackedMatrix<T> : IDisposable
    where T : unmanaged
{
    private T* data;

    private PackedMatrix(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        Bits = Widest.Bits;
        PanelWidth = 2 * Bits / 8 / sizeof(T);
        data = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(Size(rows, columns, Bits), 1) * (nuint)sizeof(T), 64);
    }

    ~PackedMatrix() => Free();

    /// <summary>The rows of the matrix (k of the product).</summary>
    public int Rows { get; }

    /// <summary>The columns of the matrix (n of the product).</summary>
    public int Columns { get; }

    /// <summary>The register width for which it is packed.</summary>
    public int Bits { get; }

    /// <summary>Panels of this many columns follow each other, each with all its rows; the last is cut to whole registers.</summary>
    public int PanelWidth { get; }

    public T* Data => data != null ? data : throw new ObjectDisposedException(nameof(PackedMatrix<T>));

    /// <summary>Packs <paramref name="b"/>, row-major with <paramref name="stride"/> elements a row; it is stored columns × rows where transposed.</summary>
    public static PackedMatrix<T> Pack(T* b, int stride, bool transpose, int rows, int columns)
    {
        PackedMatrix<T> packed = new(rows, columns);
        Packer body = new() { Source = Matrix<T>.RowMajor(b, stride, transpose), Rows = rows, Columns = columns, Target = packed.data };
        Widest.Run<Packer, T>(ref body, packed.Bits);
        return packed;
    }

    /// <summary>The elements that a matrix takes when packed.</summary>
    public static nint Size(nint rows, nint columns, int bits)
    {
        nint lanes = bits / 8 / sizeof(T);
        return (columns + lanes - 1) / lanes * lanes * rows;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(data);
        data = null;
    }

    private struct Packer : ISimdBody<T>
    {
        public Matrix<T> Source;
        public int Rows;
        public int Columns;
        public T* Target;

        public readonly void Run<V>()
            where V : struct, ISimd<V, T> => Packing<V, T>.Pack(Source, Rows, Columns, Target);
    }
}
