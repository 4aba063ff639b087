using System.Buffers.Binary;
using System.Text;
using Keratin.Formats.Storage;
using static Keratin.Formats.Zip.ZipConstants;

namespace Keratin.Formats.Zip;

/// <summary>
/// Collects entries and writes them stored, as Keras and NumPy do. Data is written once: its CRC-32, computed on the way,
/// is put into the header afterwards, or behind the data where the output cannot seek.
/// </summary>
/// <param name="zip64From">Sizes and offsets from here on are written in 64 bits; the format asks for it from 4 GiB on.</param>
internal sealed class ZipWriter(long zip64From = uint.MaxValue)
{
    private readonly List<Entry> _entries = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private sealed record Entry(string Name, byte[] NameBytes, long Length, int Alignment, Action<Stream> Write)
    {
        public long HeaderAt { get; set; }

        public uint Crc { get; set; }
    }

    /// <param name="name">Of the entry.</param>
    /// <param name="length">Of its data, which is what <paramref name="write"/> must write.</param>
    /// <param name="alignment">What the data's place in the file is to be a multiple of.</param>
    /// <param name="write">Writes the data.</param>
    public void Add(string name, long length, int alignment, Action<Stream> write)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (name.Length == 0 || bytes.Length > ushort.MaxValue || !_names.Add(name))
        {
            throw new ArgumentException($"'{name}' is empty, too long or there already.", nameof(name));
        }
        _entries.Add(new Entry(name, bytes, length, alignment, write));
    }

    public void Save(string path, bool flushToDisk)
    {
        using var file = AtomicFile.Create(path, flushToDisk, Measure());
        Save(file.Stream);
        file.Commit();
    }

    /// <summary>Writes the entries as files, without a zip file around them.</summary>
    public void SaveFolder(string folder, bool flushToDisk)
    {
        foreach (Entry entry in _entries)
        {
            ZipNames.Check(ByteSource.From(entry.NameBytes, folder), entry.Name);
            string path = Path.Combine(folder, entry.Name);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = entry.Length });
            entry.Write(file);
            file.Flush(flushToDisk);
        }
    }

    public void Save(Stream output)
    {
        bool canPatch = output.CanSeek;
        long origin = canPatch ? output.Position : 0;
        long at = 0;
        Span<byte> crc = stackalloc byte[4];
        foreach (Entry entry in _entries)
        {
            entry.HeaderAt = at;
            byte[] header = LocalHeader(entry, at, deferred: !canPatch);
            output.Write(header);
            var data = new CrcStream(output);
            entry.Write(data);
            if (data.Written != entry.Length)
            {
                throw new InvalidOperationException($"'{entry.Name}' wrote {data.Written:N0} bytes, {entry.Length:N0} were announced.");
            }
            entry.Crc = data.Crc;
            at += header.Length + entry.Length;
            if (canPatch)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(crc, entry.Crc);
                output.Position = origin + entry.HeaderAt + 14;
                output.Write(crc);
                output.Position = origin + at;
            }
            else
            {
                byte[] descriptor = Descriptor(entry);
                output.Write(descriptor);
                at += descriptor.Length;
            }
        }
        output.Write(Directory(at, deferred: !canPatch));
    }

    /// <summary>The length of the file that a seekable output gets.</summary>
    public long Measure()
    {
        long at = 0;
        foreach (Entry entry in _entries)
        {
            entry.HeaderAt = at;
            at += LocalHeader(entry, at, deferred: false).Length + entry.Length;
        }
        return at + Directory(at, deferred: false).Length;
    }

    private byte[] LocalHeader(Entry entry, long at, bool deferred)
    {
        int extra = IsLarge(entry) ? 20 : 0;
        int padding = (int)(-(at + LocalSize + entry.NameBytes.Length + extra) & (entry.Alignment - 1));
        if (padding is > 0 and < 6)
        {
            padding += entry.Alignment;
        }
        var header = new ZipRecord(LocalSize + entry.NameBytes.Length + extra + padding);
        header.U32(LocalSignature);
        header.U16(IsLarge(entry) ? VersionZip64 : VersionPlain);
        header.U16(Flags(deferred));
        header.U16(ZipEntry.Stored);
        header.U32(EarliestTime);
        header.U32(0);
        uint size = IsLarge(entry) ? uint.MaxValue : deferred ? 0 : (uint)entry.Length;
        header.U32(size);
        header.U32(size);
        header.U16(entry.NameBytes.Length);
        header.U16(extra + padding);
        header.Bytes(entry.NameBytes);
        if (IsLarge(entry))
        {
            header.U16(Zip64Extra);
            header.U16(16);
            header.U64(deferred ? 0 : entry.Length);
            header.U64(deferred ? 0 : entry.Length);
        }
        if (padding > 0)
        {
            header.U16(AlignmentExtra);
            header.U16(padding - 4);
            header.U16(entry.Alignment);
        }
        return header.Whole;
    }

    private byte[] Descriptor(Entry entry)
    {
        var descriptor = new ZipRecord(IsLarge(entry) ? 24 : 16);
        descriptor.U32(DescriptorSignature);
        descriptor.U32(entry.Crc);
        for (int twice = 0; twice < 2; twice++)
        {
            if (IsLarge(entry))
            {
                descriptor.U64(entry.Length);
            }
            else
            {
                descriptor.U32((uint)entry.Length);
            }
        }
        return descriptor.Whole;
    }

    private byte[] Directory(long at, bool deferred)
    {
        var all = new MemoryStream();
        foreach (Entry entry in _entries)
        {
            all.Write(CentralHeader(entry, deferred));
        }
        long size = all.Length;
        if (at + size >= zip64From || _entries.Count >= ushort.MaxValue)
        {
            var zip64 = new ZipRecord(Zip64EndSize + Zip64LocatorSize);
            zip64.U32(Zip64EndSignature);
            zip64.U64(Zip64EndSize - 12);
            zip64.U16(VersionZip64);
            zip64.U16(VersionZip64);
            zip64.U64(0);
            zip64.U64(_entries.Count);
            zip64.U64(_entries.Count);
            zip64.U64(size);
            zip64.U64(at);
            zip64.U32(Zip64LocatorSignature);
            zip64.U32(0);
            zip64.U64(at + size);
            zip64.U32(1);
            all.Write(zip64.Whole);
        }
        var end = new ZipRecord(EndSize);
        end.U32(EndSignature);
        end.U32(0);
        int count = Math.Min(_entries.Count, ushort.MaxValue);
        end.U16(count);
        end.U16(count);
        end.U32((uint)Math.Min(size, uint.MaxValue));
        end.U32(at >= zip64From ? uint.MaxValue : (uint)at);
        all.Write(end.Whole);
        return all.ToArray();
    }

    private byte[] CentralHeader(Entry entry, bool deferred)
    {
        bool far = entry.HeaderAt >= zip64From;
        int extra = IsLarge(entry) || far ? 4 + (IsLarge(entry) ? 16 : 0) + (far ? 8 : 0) : 0;
        var header = new ZipRecord(CentralSize + entry.NameBytes.Length + extra);
        const int madeOnUnix = 3;
        const uint ownerReadsAndWrites = 0x81800000;
        header.U32(CentralSignature);
        header.U8(extra > 0 ? VersionZip64 : VersionPlain);
        header.U8(madeOnUnix);
        header.U16(extra > 0 ? VersionZip64 : VersionPlain);
        header.U16(Flags(deferred));
        header.U16(ZipEntry.Stored);
        header.U32(EarliestTime);
        header.U32(entry.Crc);
        header.U32(IsLarge(entry) ? uint.MaxValue : (uint)entry.Length);
        header.U32(IsLarge(entry) ? uint.MaxValue : (uint)entry.Length);
        header.U16(entry.NameBytes.Length);
        header.U16(extra);
        header.U16(0);
        header.U32(0);
        header.U32(ownerReadsAndWrites);
        header.U32(far ? uint.MaxValue : (uint)entry.HeaderAt);
        header.Bytes(entry.NameBytes);
        if (extra > 0)
        {
            header.U16(Zip64Extra);
            header.U16(extra - 4);
            if (IsLarge(entry))
            {
                header.U64(entry.Length);
                header.U64(entry.Length);
            }
            if (far)
            {
                header.U64(entry.HeaderAt);
            }
        }
        return header.Whole;
    }

    private bool IsLarge(Entry entry) => entry.Length >= zip64From;

    private static int Flags(bool deferred) => Utf8Flag | (deferred ? DeferredSizesFlag : 0);
}
