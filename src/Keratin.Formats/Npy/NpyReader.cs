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
        long present = source.Length - header.Length;
        if ((UInt128)header.Count * (UInt128)header.Descr.ItemSize != (UInt128)present)
        {
            throw source.Bad(
                Place, $"{present:N0} bytes", $"{header.Count:N0} elements of {header.Descr.ItemSize} bytes, as the header says");
        }
        if (header.Count > int.MaxValue)
        {
            throw source.Bad(Place, $"{header.Count:N0} elements", $"at most {int.MaxValue:N0}");
        }

        bool reorder = header.FortranOrder && header.Shape.Length > 1 && present > 0;
        bool swap = header.Descr.BigEndian && header.Descr.SwapSize > 1;
        if (!copy && !reorder && !swap)
        {
            return NpyArray.Wrap(header.Descr, header.Shape, source.Memory(header.Length, present, Place));
        }
        var bytes = GC.AllocateUninitializedArray<byte>((int)present);
        if (reorder)
        {
            FromFortranOrder(source.Span(header.Length, present, Place), bytes, header.Shape, header.Descr.ItemSize);
        }
        else
        {
            source.CopyTo(header.Length, bytes, Place);
        }
        if (swap)
        {
            ByteOrder.Reverse(bytes, header.Descr.SwapSize);
        }
        return NpyArray.Wrap(header.Descr with { BigEndian = false }, header.Shape, bytes);
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
