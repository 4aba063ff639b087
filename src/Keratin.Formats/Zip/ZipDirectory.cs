using System.Buffers.Binary;
using System.Text;
using Keratin.Formats.Storage;
using static Keratin.Formats.Zip.ZipConstants;

namespace Keratin.Formats.Zip;

/// <summary>Reads a zip file's central directory.</summary>
internal static class ZipDirectory
{
    private const string Place = "zip directory";

    public static List<ZipEntry> Read(ByteSource source)
    {
        long end = FindEnd(source);
        ReadOnlySpan<byte> record = source.Span(end, EndSize, Place);
        long count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        long directoryEnd = end;
        if (count == ushort.MaxValue || size == uint.MaxValue || offset == uint.MaxValue)
        {
            (count, size, offset, directoryEnd) = ReadZip64End(source, end) ?? (count, size, offset, end);
        }
        if (offset < 0 || size < 0 || offset > directoryEnd || size != directoryEnd - offset)
        {
            throw source.Bad(Place, $"{size:N0} bytes at offset {offset:N0}", $"a directory that ends at {directoryEnd:N0}");
        }
        if (count < 0 || count > size / CentralSize)
        {
            throw source.Bad(Place, $"{count:N0} entries in {size:N0} bytes", $"at least {CentralSize} bytes for each");
        }

        var entries = new List<ZipEntry>((int)count);
        for (long i = 0, at = offset; i < count; i++)
        {
            entries.Add(ReadEntry(source, ref at, directoryEnd));
        }
        return entries;
    }

    private static long FindEnd(ByteSource source)
    {
        // The record is last in the file, but for a comment of up to 64 KiB.
        long first = Math.Max(0, source.Length - EndSize - ushort.MaxValue);
        ReadOnlySpan<byte> tail = source.Span(first, source.Length - first, Place);
        for (int at = tail.Length - EndSize; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail[at..]) == EndSignature
                && BinaryPrimitives.ReadUInt16LittleEndian(tail[(at + 20)..]) == tail.Length - at - EndSize)
            {
                return first + at;
            }
        }
        throw source.Bad(Place, "no end record", "a zip file, whole to its last byte");
    }

    private static (long Count, long Size, long Offset, long End)? ReadZip64End(ByteSource source, long end)
    {
        if (end < Zip64LocatorSize)
        {
            return null;
        }
        ReadOnlySpan<byte> locator = source.Span(end - Zip64LocatorSize, Zip64LocatorSize, Place);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != Zip64LocatorSignature)
        {
            return null;
        }
        long at = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        ReadOnlySpan<byte> record = source.Span(at, Zip64EndSize, Place);
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != Zip64EndSignature)
        {
            throw source.Bad(Place, $"no zip64 end record at offset {at:N0}", "one where its locator points");
        }
        return (
            BinaryPrimitives.ReadInt64LittleEndian(record[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[48..]),
            at);
    }

    private static ZipEntry ReadEntry(ByteSource source, ref long at, long end)
    {
        ReadOnlySpan<byte> record = source.Span(at, Math.Min(CentralSize, end - at), Place);
        if (record.Length < CentralSize || BinaryPrimitives.ReadUInt32LittleEndian(record) != CentralSignature)
        {
            throw source.Bad(Place, $"no entry at offset {at:N0}", "an entry's signature");
        }
        int flags = BinaryPrimitives.ReadUInt16LittleEndian(record[8..]);
        ushort method = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        long compressed = BinaryPrimitives.ReadUInt32LittleEndian(record[20..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[24..]);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(record[28..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(record[30..]);
        int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(record[32..]);
        long header = BinaryPrimitives.ReadUInt32LittleEndian(record[42..]);

        long length = CentralSize + nameLength + extraLength + commentLength;
        if (length > end - at)
        {
            throw source.Bad(Place, $"an entry of {length:N0} bytes at offset {at:N0}", "one that ends inside the directory");
        }
        // Names without the UTF-8 flag are code page 437, of which only ASCII occurs in files this library is for.
        string name = Encoding.UTF8.GetString(source.Span(at + CentralSize, nameLength, Place));
        ReadZip64(source.Span(at + CentralSize + nameLength, extraLength, Place), ref size, ref compressed, ref header);
        at += length;

        string place = $"entry '{name}'";
        if ((flags & EncryptedFlag) != 0)
        {
            throw source.Bad(place, "an encrypted entry", "one without a password");
        }
        if (method is not (ZipEntry.Stored or ZipEntry.Deflated))
        {
            throw source.Bad(place, $"compression method {method}", "0 (stored) or 8 (deflated)");
        }
        if (size < 0 || compressed < 0 || header < 0 || (method == ZipEntry.Stored && size != compressed))
        {
            throw source.Bad(place, $"sizes {compressed:N0} packed, {size:N0} unpacked", "sizes that can be true");
        }
        return new ZipEntry(name, method, crc, compressed, size, header);
    }

    /// <summary>The extra field holds, in this order, the numbers that did not fit in 32 bits.</summary>
    private static void ReadZip64(ReadOnlySpan<byte> extra, ref long size, ref long compressed, ref long header)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            if (id == Zip64Extra)
            {
                ReadOnlySpan<byte> numbers = extra.Slice(4, length);
                Take(ref numbers, ref size);
                Take(ref numbers, ref compressed);
                Take(ref numbers, ref header);
            }
            extra = extra[(4 + length)..];
        }

        static void Take(ref ReadOnlySpan<byte> numbers, ref long value)
        {
            if (value == uint.MaxValue && numbers.Length >= 8)
            {
                value = BinaryPrimitives.ReadInt64LittleEndian(numbers);
                numbers = numbers[8..];
            }
        }
    }
}
