namespace Keratin.Engines.Managed.Numerics;

/// <summary>A matrix in memory, transposed or not: element (i, j) is at <c>Data[i · RowStride + j · ColumnStride]</c>.</summary>
internal readonly unsafe struct Matrix<T>(T* data, nint rowStride, nint columnStride)
    where T : unmanaged
{
    public T* Data { get; } = data;

    public nint RowStride { get; } = rowStride;

    public nint ColumnStride { get; } = columnStride;

    /// <summary>A row-major matrix with <paramref name="stride"/> elements from row to row, taken transposed or as it is.</summary>
    public static Matrix<T> RowMajor(T* data, nint stride, bool transpose) =>
        transpose ? new(data, 1, stride) : new(data, stride, 1);

    public Matrix<T> From(nint row, nint column) => new(Data + (row * RowStride) + (column * ColumnStride), RowStride, ColumnStride);
}
