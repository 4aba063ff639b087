using Keratin.Formats.Storage;

namespace Keratin.Formats.Npy;

/// <summary>Turns a .npy file's bytes into an array, brought to C order and little-endian.</summary>
internal static class NpyReader
{
    private const string Place = "npy data";

    /// <param name="source">The file.</param>
    /// <param name="copy">Whether the array must outlive the source.</param>
    public static NpyArray Read(ByteSource source, bool copy)
    {
        NpyHeader header = NpyHeader.Read(source);
        if (header.Descr == NpyDescr.PythonObject)
        {
            throw source.Bad(Place, "dtype |O, Python objects", "bool, numbers or text; objects are refused");
        }
        ReadOnlyMemory<byte> bytes = source.Memory(header.Length, source.Length - header.Length, Place);
        NpyArray array = Arrange(source, Place, header.Descr, header.FortranOrder, header.Shape, bytes);
        return copy && array.Bytes.Equals(bytes) ? NpyArray.Wrap(array.Layout, array.Shape, bytes.ToArray()) : array;
    }

    /// <summary>An array of these bytes, which are taken as they are where their order is the one wanted.</summary>
    public static NpyArray Arrange(ByteSource source, string place, NpyDescr descr, bool fortranOrder, int[] shape, ReadOnlyMemory<byte> data)
    {
        UInt128 count = 1;
        foreach (int size in shape)
        {
            count = UInt128.Min(count * (UInt128)size, ulong.MaxValue);
        }
        if (count * (UInt128)descr.ItemSize != (UInt128)data.Length)
        {
            throw source.Bad(place, $"{data.Length:N0} bytes", $"{count:N0} elements of {descr.ItemSize} bytes, as the header says");
        }
        bool reorder = fortranOrder && shape.Length > 1 && !data.IsEmpty;
        bool swap = descr.BigEndian && descr.SwapSize > 1;
        if (!reorder && !swap)
        {
            return NpyArray.Wrap(descr, shape, data);
        }
        var bytes = GC.AllocateUninitializedArray<byte>(data.Length);
        if (reorder)
        {
            FromFortranOrder(data.Span, bytes, shape, descr.ItemSize);
        }
        else
        {
            data.Span.CopyTo(bytes);
        }
        if (swap)
        {
            ByteOrder.Reverse(bytes, descr.SwapSize);
        }
        return NpyArray.Wrap(descr with { BigEndian = false }, shape, bytes);
    }

    /// <summary>Walks the destination row by row; the index on axis i moves the source by the product of the axes before.</summary>
    private static void FromFortranOrder(ReadOnlySpan<byte> source, Span<byte> destination, int[] shape, int itemSize)
    {
        var index = new int[shape.Length];
        var strides = new long[shape.Length];
        strides[0] = itemSize;
        for (int axis = 1; axis < shape.Length; axis++)
        {
            strides[axis] = strides[axis - 1] * shape[axis - 1];
        }
        long from = 0;
        for (int to = 0; to < destination.Length; to += itemSize)
        {
            source.Slice((int)from, itemSize).CopyTo(destination[to..]);
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }
                from -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }
}
