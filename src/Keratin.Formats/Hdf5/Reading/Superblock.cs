using Keratin.Formats.Storage;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>The start of the file: versions, widths, and where the root group is. Specification, chapter II.A.</summary>
internal static class Superblock
{
    private const string What = "superblock";

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <returns>The file and the address of the root group's object header.</returns>
    public static (Hdf5Source Source, long Root) Read(ByteSource file, bool ignoreChecksums = false)
    {
        long start = Find(file);
        ByteSource bytes = start == 0 ? file : file.Slice(start, file.Length - start, file.Name);
        ReadOnlySpan<byte> head = bytes.Span(0, Math.Min(16, bytes.Length), What);
        int version = head.Length < 16 ? -1 : head[8];
        (int offsetSize, int lengthSize) = version switch
        {
            0 or 1 => (head[13], head[14]),
            2 or 3 => (head[9], head[10]),
            _ => throw bytes.Bad(What, $"version {version}", "0, 1, 2 or 3"),
        };
        if (offsetSize is not (2 or 4 or 8) || lengthSize is not (2 or 4 or 8))
        {
            throw bytes.Bad(What, $"{offsetSize}-byte addresses, {lengthSize}-byte lengths", "2, 4 or 8");
        }

        var source = new Hdf5Source(bytes, offsetSize, lengthSize) { IgnoresChecksums = ignoreChecksums };
        int size = version switch
        {
            0 => 24 + 6 * offsetSize + 24,
            1 => 28 + 6 * offsetSize + 24,
            _ => 12 + 4 * offsetSize + 4,
        };
        var cursor = new Cursor(source, 0, size, What);
        cursor.Skip(version switch { 0 => 24, 1 => 28, _ => 12 });
        cursor.Address();
        cursor.Address();
        long end = cursor.Address();
        if (version <= 1)
        {
            cursor.Address();
            cursor.Skip(offsetSize);
        }
        long root = cursor.Address();
        if (version >= 2)
        {
            Lookup3.Check(ref cursor);
        }
        if (end > file.Length)
        {
            throw bytes.Bad(What, $"a file of {file.Length:N0} bytes", $"{end:N0}, as it says: it is cut off");
        }
        return (source, root);
    }

    /// <summary>At offset 0, or behind a user block of 512, 1024, 2048 … bytes.</summary>
    private static long Find(ByteSource file)
    {
        for (long at = 0; at <= file.Length - Signature.Length; at = at == 0 ? 512 : at * 2)
        {
            if (file.Span(at, Signature.Length, What).SequenceEqual(Signature))
            {
                return at;
            }
        }
        throw file.Bad(What, "no signature", "an HDF5 file, which starts with \\x89HDF");
    }
}
