using System.Buffers.Binary;
using Keratin.Formats.Storage;

namespace Keratin.Formats.TensorBundle.Tables;

/// <summary>Writes a sorted table of LevelDB's kind, blocks unpacked, as TensorFlow does.</summary>
internal sealed class TableWriter(Stream output)
{
    private const int BlockSize = 256 * 1024;
    private const int RestartInterval = 16;

    private readonly Block _entries = new();
    private readonly Block _index = new();
    private byte[] _lastKey = [];
    private BlockHandle? _ended;
    private long _length;

    /// <summary>Adds an entry; keys come in order.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (_ended is { } handle)
        {
            AddToIndex(Between(_lastKey, key), handle);
        }
        _lastKey = key.ToArray();
        _entries.Add(key, value);
        if (_entries.Length >= BlockSize)
        {
            EndBlock();
        }
    }

    /// <summary>Writes what is left, the index and the footer.</summary>
    public void Finish()
    {
        if (_entries.Length > Block.EmptyLength)
        {
            EndBlock();
        }
        BlockHandle meta = Write(new Block());
        if (_ended is { } handle)
        {
            AddToIndex(Behind(_lastKey), handle);
        }
        BlockHandle index = Write(_index);
        Span<byte> footer = stackalloc byte[TensorBundleConstants.FooterLength];
        footer.Clear();
        int at = meta.Write(footer);
        index.Write(footer[at..]);
        BinaryPrimitives.WriteUInt64LittleEndian(footer[^8..], TensorBundleConstants.Magic);
        output.Write(footer);
    }

    private void EndBlock()
    {
        _ended = Write(_entries);
        _entries.Clear();
    }

    private void AddToIndex(ReadOnlySpan<byte> key, BlockHandle handle)
    {
        Span<byte> place = stackalloc byte[2 * Varint.MaxLength];
        _index.Add(key, place[..handle.Write(place)]);
        _ended = null;
    }

    // The shortest key that is not before one and before the other.
    private static byte[] Between(byte[] key, ReadOnlySpan<byte> next)
    {
        int common = key.AsSpan().CommonPrefixLength(next);
        return common < key.Length && common < next.Length && key[common] < 0xff && key[common] + 1 < next[common] ? [.. key[..common], (byte)(key[common] + 1)] : key;
    }

    // The shortest key that is not before another.
    private static byte[] Behind(byte[] key)
    {
        int at = key.AsSpan().IndexOfAnyExcept((byte)0xff);
        return at < 0 ? key : [.. key[..at], (byte)(key[at] + 1)];
    }

    private BlockHandle Write(Block block)
    {
        ReadOnlySpan<byte> bytes = block.Finish();
        var handle = new BlockHandle((ulong)_length, (ulong)bytes.Length);
        Span<byte> trailer = stackalloc byte[TensorBundleConstants.BlockTrailerLength];
        trailer[0] = TensorBundleConstants.Plain;
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[1..], Crc32C.Mask(Crc32C.Append(Crc32C.Compute(bytes), trailer[..1])));
        output.Write(bytes);
        output.Write(trailer);
        _length += bytes.Length + trailer.Length;
        return handle;
    }

    /// <summary>Entries whose keys leave out what they share with the one before, except at restarts.</summary>
    private sealed class Block
    {
        /// <summary>One restart, and the count of restarts.</summary>
        public const int EmptyLength = 8;

        private readonly MemoryStream _bytes = new();
        private readonly List<uint> _restarts = [0];
        private byte[] _lastKey = [];
        private int _sinceRestart;

        public long Length => _bytes.Length + ((_restarts.Count + 1) * sizeof(uint));

        public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            int shared = 0;
            if (_sinceRestart < RestartInterval)
            {
                shared = key.CommonPrefixLength(_lastKey);
            }
            else
            {
                _restarts.Add((uint)_bytes.Length);
                _sinceRestart = 0;
            }
            Span<byte> head = stackalloc byte[3 * Varint.MaxLength];
            int length = Varint.Write(head, (uint)shared);
            length += Varint.Write(head[length..], (uint)(key.Length - shared));
            length += Varint.Write(head[length..], (uint)value.Length);
            _bytes.Write(head[..length]);
            _bytes.Write(key[shared..]);
            _bytes.Write(value);
            _lastKey = key.ToArray();
            _sinceRestart++;
        }

        public ReadOnlySpan<byte> Finish()
        {
            Span<byte> number = stackalloc byte[4];
            foreach (uint restart in _restarts)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(number, restart);
                _bytes.Write(number);
            }
            BinaryPrimitives.WriteUInt32LittleEndian(number, (uint)_restarts.Count);
            _bytes.Write(number);
            return _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);
        }

        public void Clear()
        {
            _bytes.SetLength(0);
            _restarts.Clear();
            _restarts.Add(0);
            _sinceRestart = 0;
            _lastKey = [];
        }
    }
}
