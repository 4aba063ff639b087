using Keratin.Formats.Protos;
using Keratin.Formats.Storage;

namespace Keratin.Formats.TensorBundle;

/// <summary>A run of bytes in a shard, with its checksum: a tensor, or a slice of one.</summary>
internal sealed class StoredPiece(TensorBundleReader bundle, string tensor, BundleEntryProto entry)
{
    // Still in the second-level cache when its CRC is taken.
    private const int PartLength = 1 << 18;

    public int Shard => entry.ShardId;

    public long Offset => entry.Offset;

    public long Length => entry.Size;

    public string Place => $"tensor '{tensor}' at offset {Offset:N0}";

    /// <summary>The shard, which is long enough.</summary>
    public ByteSource Source
    {
        get
        {
            ByteSource source = bundle.Shard(Shard, tensor);
            return Offset <= source.Length && Length <= source.Length - Offset
                ? source
                : throw source.Bad(Place, $"{source.Length:N0} bytes in the file", $"{Length:N0} bytes at that offset: the file is cut off");
        }
    }

    /// <summary>Copies all of it and checks it.</summary>
    public void Read(Span<byte> destination)
    {
        ByteSource source = Source;
        Verify(Read(source, Offset, destination), source);
    }

    /// <summary>Copies all of it into several pieces of memory, on several threads, and checks it.</summary>
    public void Read(IReadOnlyList<Memory<byte>> destinations)
    {
        ByteSource source = Source;
        var (offsets, crcs) = (new long[destinations.Count + 1], new uint[destinations.Count]);
        for (int i = 0; i < crcs.Length; i++)
        {
            offsets[i + 1] = offsets[i] + destinations[i].Length;
        }
        Pieces.ForEach(crcs.Length, i => crcs[i] = Read(source, Offset + offsets[i], destinations[i].Span));
        uint crc = 0;
        for (int i = 0; i < crcs.Length; i++)
        {
            crc = Crc32C.Join(crc, crcs[i], destinations[i].Length);
        }
        Verify(crc, source);
    }

    /// <summary>Copies a part, and gives its CRC.</summary>
    private uint Read(ByteSource source, long offset, Span<byte> destination)
    {
        uint crc = 0;
        for (int at = 0; at < destination.Length; at += PartLength)
        {
            Span<byte> part = destination.Slice(at, Math.Min(PartLength, destination.Length - at));
            source.CopyTo(offset + at, part, Place);
            crc = Crc32C.Append(crc, part);
        }
        return crc;
    }

    /// <summary>A view of all of it.</summary>
    public ReadOnlySpan<byte> View(bool verify)
    {
        ByteSource source = Source;
        ReadOnlySpan<byte> view = source.Span(Offset, Length, Place);
        if (verify)
        {
            Verify(Crc32C.Compute(view), source);
        }
        return view;
    }

    public void Verify(uint crc, ByteSource source)
    {
        uint found = Crc32C.Mask(crc);
        if (found != entry.Crc32C)
        {
            throw source.Bad(Place, $"the checksum {found:x8} of its {Length:N0} bytes", $"the checksum {entry.Crc32C:x8} that the index holds: the file is damaged");
        }
    }
}
