using System.Buffers.Binary;
using Keratin.Formats.Storage;
using Keratin.Formats.TensorBundle.Tables;

namespace Keratin.Formats.TensorBundle;

/// <summary>
/// Strings as a shard holds them: all lengths, a checksum of these, all bytes. Checksums are of the lengths as numbers of four bytes
/// (eight, where four don't suffice), whatever the space they take in the file.
/// </summary>
internal static class StoredStrings
{
    public static byte[][] Read(StoredPiece piece, long count)
    {
        ByteSource source = piece.Source;
        ReadOnlySpan<byte> bytes = piece.View(verify: false);
        if (count > bytes.Length)
        {
            throw source.Bad(piece.Place, $"{bytes.Length:N0} bytes", $"the lengths of {count:N0} strings");
        }
        var strings = new byte[count][];
        var lengths = new int[count];
        int at = 0;
        uint crc = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            if (!Varint.TryRead(bytes, ref at, out ulong length) || length > (ulong)(bytes.Length - at))
            {
                throw source.Bad(piece.Place, $"a broken length of string {i:N0}", "one that fits into the tensor's bytes");
            }
            lengths[i] = (int)length;
            crc = AppendLength(crc, length);
        }
        if (bytes.Length - at < sizeof(uint))
        {
            throw source.Bad(piece.Place, "no checksum behind the lengths", "four bytes");
        }
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        if (stored != Crc32C.Mask(crc))
        {
            throw source.Bad(piece.Place, $"the checksum {Crc32C.Mask(crc):x8} of the strings' lengths", $"the checksum {stored:x8} that is stored: the file is damaged");
        }
        crc = Crc32C.Append(crc, bytes.Slice(at, sizeof(uint)));
        at += sizeof(uint);
        for (int i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] > bytes.Length - at)
            {
                throw source.Bad(piece.Place, "strings longer than the tensor's bytes", $"{piece.Length:N0} bytes in all");
            }
            strings[i] = bytes.Slice(at, lengths[i]).ToArray();
            at += lengths[i];
            crc = Crc32C.Append(crc, strings[i]);
        }
        if (at != bytes.Length)
        {
            throw source.Bad(piece.Place, $"{bytes.Length - at:N0} bytes behind the strings", "none");
        }
        piece.Verify(crc, source);
        return strings;
    }

    /// <summary>The bytes to be stored, and their CRC.</summary>
    public static (byte[] Bytes, uint Crc) Write(IReadOnlyList<byte[]> strings)
    {
        using var bytes = new MemoryStream();
        Span<byte> buffer = stackalloc byte[Varint.MaxLength];
        uint crc = 0;
        foreach (byte[] text in strings)
        {
            bytes.Write(buffer[..Varint.Write(buffer, (ulong)text.Length)]);
            crc = AppendLength(crc, (ulong)text.Length);
        }
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, Crc32C.Mask(crc));
        bytes.Write(buffer[..sizeof(uint)]);
        crc = Crc32C.Append(crc, buffer[..sizeof(uint)]);
        foreach (byte[] text in strings)
        {
            bytes.Write(text);
            crc = Crc32C.Append(crc, text);
        }
        return (bytes.ToArray(), crc);
    }

    private static uint AppendLength(uint crc, ulong length)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, length);
        return Crc32C.Append(crc, number[..(length <= uint.MaxValue ? sizeof(uint) : sizeof(ulong))]);
    }
}
