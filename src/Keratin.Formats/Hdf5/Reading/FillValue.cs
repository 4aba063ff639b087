using System.Buffers.Binary;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>What elements that were never written are. Specification, chapters IV.A.2.e and IV.A.2.f.</summary>
internal static class FillValue
{
    /// <summary>Fills with the dataset's value, as it is stored; with zeros where there is none.</summary>
    public static void Apply(ObjectHeader header, Span<byte> destination, int itemSize)
    {
        ReadOnlySpan<byte> value = Read(header);
        if (value.Length != itemSize)
        {
            destination.Clear();
            return;
        }
        for (int at = 0; at + itemSize <= destination.Length; at += itemSize)
        {
            value.CopyTo(destination[at..]);
        }
    }

    private static ReadOnlySpan<byte> Read(ObjectHeader header)
    {
        if (header.TryFind(Message.Fill, out Message message) && !message.IsShared)
        {
            Cursor cursor = header.Open(message, "fill value message");
            int version = cursor.U8();
            bool defined;
            if (version == 3)
            {
                defined = (cursor.U8() & 0x20) != 0;
            }
            else
            {
                cursor.Skip(2);
                defined = cursor.U8() != 0;
            }
            return defined ? Value(cursor.Source, cursor.Position) : [];
        }
        if (header.TryFind(Message.OldFill, out message) && !message.IsShared)
        {
            Cursor cursor = header.Open(message, "old fill value message");
            return Value(cursor.Source, cursor.Position);
        }
        return [];
    }

    /// <summary>A length of four bytes and the value, both at <paramref name="at"/>.</summary>
    private static ReadOnlySpan<byte> Value(Hdf5Source source, long at)
    {
        const string what = "fill value";
        return source.Bytes.Span(at + 4, BinaryPrimitives.ReadUInt32LittleEndian(source.Bytes.Span(at, 4, what)), what);
    }
}
