using System.Buffers.Binary;
using Keratin.Formats.Storage;
using Snappier;

namespace Keratin.Formats.TensorBundle.Tables;

/// <summary>Takes an entry of a table.</summary>
/// <param name="key">Valid during the call.</param>
/// <param name="value">Valid during the call.</param>
/// <param name="offset">Of the block that holds it.</param>
internal delegate void TableEntry(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long offset);

/// <summary>Reads a sorted table of LevelDB's kind: blocks of keys and values, an index of the blocks, a footer.</summary>
internal sealed class TableReader
{
    // Keys store what they share with the one before by its length: a small file could unpack to endless keys.
    private const long FreeKeyBytes = 1 << 20;
    private const int MaxKeyRatio = 32;

    // Snappy's densest element is a copy of 64 bytes in 3.
    private const int MaxSnappyRatio = 22;

    private readonly ByteSource _file;
    private readonly BlockHandle _index;
    private long _keyBytes;

    public TableReader(ByteSource file)
    {
        _file = file;
        if (file.Length < TensorBundleConstants.FooterLength)
        {
            throw file.Bad("footer", $"{file.Length:N0} bytes in all", $"at least {TensorBundleConstants.FooterLength}: the file is cut off");
        }
        long start = file.Length - TensorBundleConstants.FooterLength;
        ReadOnlySpan<byte> footer = file.Span(start, TensorBundleConstants.FooterLength, "footer");
        ulong magic = BinaryPrimitives.ReadUInt64LittleEndian(footer[^8..]);
        if (magic != TensorBundleConstants.Magic)
        {
            throw file.Bad($"offset {file.Length - 8:N0}", $"the number {magic:x16}", $"{TensorBundleConstants.Magic:x16}, with which every index ends: the file is cut off, or no index");
        }
        int at = 0;
        if (!BlockHandle.TryRead(footer[..40], ref at, out BlockHandle meta) || !BlockHandle.TryRead(footer[..40], ref at, out _index))
        {
            throw file.Bad($"offset {start:N0}", "a broken footer", "the places of two blocks");
        }
        // It has no content, but a checksum.
        ReadBlock(meta, static (_, _, _) => { });
    }

    /// <summary>Goes through all entries in order.</summary>
    public void ReadAll(TableEntry take)
    {
        byte[] previous = [];
        bool isFirst = true;
        ReadBlock(_index, (_, value, offset) =>
        {
            int at = 0;
            if (!BlockHandle.TryRead(value, ref at, out BlockHandle handle))
            {
                throw _file.Bad($"offset {offset:N0}", "a broken entry", "the place of a block");
            }
            ReadBlock(handle, (key, content, place) =>
            {
                if (isFirst)
                {
                    isFirst = false;
                }
                else if (previous.AsSpan().SequenceCompareTo(key) >= 0)
                {
                    throw _file.Bad($"offset {place:N0}", "keys out of order", "each key behind the one before");
                }
                if (previous.Length != key.Length)
                {
                    previous = new byte[key.Length];
                }
                key.CopyTo(previous);
                take(key, content, place);
            });
        });
    }

    private void ReadBlock(BlockHandle handle, TableEntry take)
    {
        string place = $"block at offset {handle.Offset:N0}";
        ulong limit = (ulong)_file.Length - TensorBundleConstants.FooterLength;
        if (handle.Size > int.MaxValue - TensorBundleConstants.BlockTrailerLength || handle.Offset > limit || handle.Size + TensorBundleConstants.BlockTrailerLength > limit - handle.Offset)
        {
            throw _file.Bad(place, $"{handle.Size:N0} bytes", $"a place before the footer at offset {limit:N0}");
        }
        ReadOnlySpan<byte> stored = _file.Span((long)handle.Offset, (long)handle.Size + TensorBundleConstants.BlockTrailerLength, place);
        int length = (int)handle.Size;
        uint found = Crc32C.Mask(Crc32C.Compute(stored[..(length + 1)])), expected = BinaryPrimitives.ReadUInt32LittleEndian(stored[(length + 1)..]);
        if (found != expected)
        {
            throw _file.Bad(place, $"the checksum {found:x8} of its bytes", $"the checksum {expected:x8} that is stored: the file is damaged");
        }
        switch (stored[length])
        {
            case TensorBundleConstants.Plain:
                ReadEntries(stored[..length], (long)handle.Offset, take);
                break;
            case TensorBundleConstants.Snappy:
                ReadEntries(Unpack(stored[..length], place), (long)handle.Offset, take);
                break;
            default:
                throw _file.Bad(place, $"the packing {stored[length]}", "0 (none) or 1 (Snappy)");
        }
    }

    private byte[] Unpack(ReadOnlySpan<byte> packed, string place)
    {
        try
        {
            int length = Snappier.Snappy.GetUncompressedLength(packed);
            if (length > (long)packed.Length * MaxSnappyRatio)
            {
                throw _file.Bad(place, $"{packed.Length:N0} bytes that claim to unpack to {length:N0}", "Snappy data");
            }
            var unpacked = new byte[length];
            int written = Snappier.Snappy.Decompress(packed, unpacked);
            return written == length ? unpacked : throw _file.Bad(place, $"{written:N0} bytes unpacked", $"{length:N0}");
        }
        catch (Exception broken) when (broken is InvalidDataException or ArgumentException or InvalidOperationException or OverflowException or IndexOutOfRangeException)
        {
            throw _file.Bad(place, "data that can't be unpacked", "Snappy data", broken);
        }
    }

    private void ReadEntries(ReadOnlySpan<byte> block, long offset, TableEntry take)
    {
        // Behind the entries: where keys are stored in full, and how many such places there are.
        long restarts = block.Length < 4 ? -1 : BinaryPrimitives.ReadUInt32LittleEndian(block[^4..]);
        long end = block.Length - 4 - restarts * 4;
        if (restarts < 0 || end < 0)
        {
            throw _file.Bad($"block at offset {offset:N0}", $"{restarts:N0} restarts in {block.Length:N0} bytes", "as many as there is room for");
        }
        ReadOnlySpan<byte> entries = block[..(int)end];
        byte[] key = new byte[64];
        int keyLength = 0;
        for (int at = 0; at < entries.Length;)
        {
            if (!Varint.TryRead(entries, ref at, out ulong shared) || !Varint.TryRead(entries, ref at, out ulong own) || !Varint.TryRead(entries, ref at, out ulong valueLength)
                || shared > (ulong)keyLength || own > (ulong)(entries.Length - at) || valueLength > (ulong)(entries.Length - at) - own)
            {
                throw _file.Bad($"block at offset {offset:N0}", $"a broken entry before byte {at:N0}", "a key and a value inside the block");
            }
            keyLength = (int)shared + (int)own;
            _keyBytes += keyLength;
            if (_keyBytes > FreeKeyBytes + _file.Length * MaxKeyRatio)
            {
                throw _file.Bad($"block at offset {offset:N0}", "keys that unpack to far more than the file", "keys that mostly differ");
            }
            if (key.Length < keyLength)
            {
                Array.Resize(ref key, Math.Max(keyLength, key.Length * 2));
            }
            entries.Slice(at, (int)own).CopyTo(key.AsSpan((int)shared));
            at += (int)own;
            take(key.AsSpan(0, keyLength), entries.Slice(at, (int)valueLength), offset);
            at += (int)valueLength;
        }
    }
}
