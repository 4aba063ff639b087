using System.Buffers.Binary;
using Keratin.Formats.Storage;
using static Keratin.Formats.Zip.ZipConstants;

namespace Keratin.Formats.Zip;

/// <summary>
/// A zip file's entries by name. A stored entry is a slice of the file, nothing is copied; a deflated one is unpacked
/// within <see cref="ZipLimits"/>. The source stays the caller's.
/// </summary>
internal sealed class ZipReader
{
    private readonly ByteSource _source;
    private readonly ZipLimits _limits;
    private readonly Dictionary<string, int> _byName;
    private long _unpacked;

    public ZipReader(ByteSource source, ZipLimits limits)
    {
        _source = source;
        _limits = limits;
        Entries = ZipDirectory.Read(source);
        _byName = new Dictionary<string, int>(Entries.Count, StringComparer.Ordinal);
        for (int i = 0; i < Entries.Count; i++)
        {
            ZipNames.Check(source, Entries[i].Name);
            if (!_byName.TryAdd(Entries[i].Name, i))
            {
                throw source.Bad(Place(Entries[i]), "a second entry of that name", "one");
            }
        }
    }

    /// <summary>In the order of the central directory.</summary>
    public IReadOnlyList<ZipEntry> Entries { get; }

    public bool TryFind(string name, out ZipEntry entry)
    {
        bool found = _byName.TryGetValue(name, out int index);
        entry = found ? Entries[index] : default;
        return found;
    }

    /// <summary>The entry's bytes.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="verify">Whether the CRC-32 of a stored entry is checked; a deflated one always is.</param>
    public ByteSource Open(in ZipEntry entry, bool verify = true)
    {
        ByteSource packed = Packed(entry);
        if (entry.Method == ZipEntry.Deflated)
        {
            ByteSource unpacked = ByteSource.From(Inflate(entry, packed), Name(entry));
            CheckCrc(entry, ZipCrc.Compute(unpacked, Place(entry)));
            return unpacked;
        }
        if (verify)
        {
            CheckCrc(entry, ZipCrc.Compute(packed, Place(entry)));
        }
        return packed;
    }

    /// <summary>The bytes as they lie in the file, behind the local header.</summary>
    private ByteSource Packed(in ZipEntry entry)
    {
        string place = Place(entry);
        ReadOnlySpan<byte> header = _source.Span(entry.HeaderOffset, LocalSize, place);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalSignature
            || !Utf8Equals(_source.Span(entry.HeaderOffset + LocalSize, nameLength, place), entry.Name))
        {
            throw _source.Bad(place, $"another header at offset {entry.HeaderOffset:N0}", "the entry's local header");
        }
        return _source.Slice(
            entry.HeaderOffset + LocalSize + nameLength + extraLength, entry.CompressedSize, Name(entry));
    }

    private byte[] Inflate(in ZipEntry entry, ByteSource packed)
    {
        CheckLimits(entry);
        byte[] bytes;
        try
        {
            bytes = Inflater.Inflate(packed.Span(0, packed.Length, Place(entry)), entry.Size, zlib: false);
        }
        catch (InvalidDataException broken)
        {
            throw _source.Bad(Place(entry), "broken compressed data", $"{entry.Size:N0} bytes, deflated", broken);
        }
        if (bytes.Length != entry.Size)
        {
            throw _source.Bad(Place(entry), $"{bytes.Length:N0} bytes unpacked", $"{entry.Size:N0}, as the directory says");
        }
        return bytes;
    }

    private void CheckLimits(in ZipEntry entry)
    {
        long most = Math.Min(_limits.MaxEntryBytes, Array.MaxLength);
        if (entry.Size > most)
        {
            throw _source.Bad(Place(entry), $"{entry.Size:N0} bytes unpacked", $"at most {most:N0}");
        }
        if (entry.Size > ZipLimits.AlwaysAllowed && entry.Size / _limits.MaxRatio > entry.CompressedSize)
        {
            throw _source.Bad(
                Place(entry), $"{entry.Size:N0} bytes packed into {entry.CompressedSize:N0}", $"at most {_limits.MaxRatio} to 1");
        }
        _unpacked += entry.Size;
        if (_unpacked > _limits.MaxTotalBytes)
        {
            throw _source.Bad(Place(entry), $"{_unpacked:N0} bytes unpacked in all", $"at most {_limits.MaxTotalBytes:N0}");
        }
    }

    private void CheckCrc(in ZipEntry entry, uint crc)
    {
        if (crc != entry.Crc)
        {
            throw _source.Bad(Place(entry), $"CRC-32 {crc:x8}", $"{entry.Crc:x8}, as the directory says: the data is damaged");
        }
    }

    private static bool Utf8Equals(ReadOnlySpan<byte> bytes, string text) =>
        System.Text.Encoding.UTF8.GetString(bytes) == text;

    private string Name(in ZipEntry entry) => $"{_source.Name}!{entry.Name}";

    private static string Place(in ZipEntry entry) => $"entry '{entry.Name}'";
}
