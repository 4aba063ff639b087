using System.Buffers.Binary;
using System.Numerics;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>Bob Jenkins's lookup3 hash (hashlittle, 2006, public domain), HDF5's checksum of metadata.</summary>
internal static class Lookup3
{
    public static uint Hash(ReadOnlySpan<byte> bytes)
    {
        uint a = 0xdeadbeef + (uint)bytes.Length, b = a, c = a;
        while (bytes.Length > 12)
        {
            a += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            b += BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            c += BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            a -= c; a ^= BitOperations.RotateLeft(c, 4); c += b;
            b -= a; b ^= BitOperations.RotateLeft(a, 6); a += c;
            c -= b; c ^= BitOperations.RotateLeft(b, 8); b += a;
            a -= c; a ^= BitOperations.RotateLeft(c, 16); c += b;
            b -= a; b ^= BitOperations.RotateLeft(a, 19); a += c;
            c -= b; c ^= BitOperations.RotateLeft(b, 4); b += a;
            bytes = bytes[12..];
        }
        if (bytes.IsEmpty)
        {
            return c;
        }
        Span<byte> last = stackalloc byte[12];
        last.Clear();
        bytes.CopyTo(last);
        a += BinaryPrimitives.ReadUInt32LittleEndian(last);
        b += BinaryPrimitives.ReadUInt32LittleEndian(last[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(last[8..]);
        c ^= b; c -= BitOperations.RotateLeft(b, 14);
        a ^= c; a -= BitOperations.RotateLeft(c, 11);
        b ^= a; b -= BitOperations.RotateLeft(a, 25);
        c ^= b; c -= BitOperations.RotateLeft(b, 16);
        a ^= c; a -= BitOperations.RotateLeft(c, 4);
        b ^= a; b -= BitOperations.RotateLeft(a, 14);
        c ^= b; c -= BitOperations.RotateLeft(b, 24);
        return c;
    }

    /// <summary>Compares the four bytes that come next with the hash of everything before them.</summary>
    public static void Check(ref Cursor cursor)
    {
        uint computed = cursor.Source.IgnoresChecksums ? 0 : Hash(cursor.Whole[..cursor.Consumed]);
        uint stored = cursor.U32();
        if (!cursor.Source.IgnoresChecksums && computed != stored)
        {
            throw cursor.Bad($"checksum {computed:x8}", $"{stored:x8}, as it says: it is damaged");
        }
    }
}
