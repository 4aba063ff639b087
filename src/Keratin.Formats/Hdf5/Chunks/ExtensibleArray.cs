using System.Numerics;
using Keratin.Formats.Hdf5.Reading;

namespace Keratin.Formats.Hdf5.Chunks;

/// <summary>
/// The index of a dataset with one axis without a limit: a few entries in the index block, then data blocks that grow,
/// first listed in the index block, then in secondary blocks. Chapter VII.D.
/// </summary>
internal sealed class ExtensibleArray
{
    private const string What = "extensible array";

    private readonly ChunkList _list;
    private readonly Hdf5Source _source;
    private readonly Budget _budget;
    private readonly int _entrySize;
    private readonly int _indexEntries;
    private readonly int _minEntries;
    private readonly int _minPointers;
    private readonly int _pageBits;
    private readonly int _offsetBytes;
    private readonly long _count;
    private readonly long _index;
    private long _next;

    public ExtensibleArray(ChunkList list)
    {
        _list = list;
        _source = list.Source;
        _budget = _source.NewBudget(What);
        var header = new Cursor(_source, list.Layout.Address, 16 + 6 * _source.LengthSize + _source.OffsetSize, What);
        header.Expect("EAHD"u8);
        int version = header.U8();
        int client = header.U8();
        _entrySize = header.U8();
        int maxBits = header.U8();
        _indexEntries = header.U8();
        _minEntries = header.U8();
        _minPointers = header.U8();
        _pageBits = header.U8();
        header.Skip(4 * _source.LengthSize);
        _count = header.Length();
        header.Skip(_source.LengthSize);
        _index = header.Address();
        Lookup3.Check(ref header);
        _offsetBytes = (maxBits + 7) / 8;
        if (version != 0 || client != (list.Filtered ? 1 : 0) || _entrySize < _source.OffsetSize || maxBits > 63
            || !BitOperations.IsPow2(_minEntries) || !BitOperations.IsPow2(_minPointers) || _pageBits > 31
            || _count > _source.Bytes.Length)
        {
            throw header.Bad($"version {version}, client {client}, {_count:N0} entries of {_entrySize} bytes", "one for each chunk");
        }
    }

    public void Read()
    {
        if (_index == Hdf5Source.Undefined)
        {
            return;
        }
        // Secondary block n lists 2^(n/2) data blocks of minEntries·2^((n+1)/2) entries. Those that would list fewer than
        // minPointers are left out: the index block lists their data blocks itself.
        int skipped = 2 * BitOperations.Log2((uint)_minPointers);
        int direct = 2 * (_minPointers - 1);
        long entries = (long)_indexEntries * _entrySize;
        int head = 6 + _source.OffsetSize;
        var cursor = new Cursor(_source, _index, head + entries, What);
        cursor.Expect("EAIB"u8);
        cursor.Skip(2 + _source.OffsetSize);
        ReadEntries(ref cursor, _indexEntries);

        long at = _index + head + entries;
        for (int n = 0, block = 0; block < direct && _next < _count; n++)
        {
            for (long i = 0; i < BlocksIn(n) && block < direct && _next < _count; i++, block++)
            {
                ReadDataBlock(Address(at + (long)block * _source.OffsetSize), EntriesIn(n), default, 0);
            }
        }
        at += (long)direct * _source.OffsetSize;
        for (int n = skipped; _next < _count; n++, at += _source.OffsetSize)
        {
            ReadSecondary(Address(at), n);
        }
    }

    private static long BlocksIn(int n) => 1L << (n / 2);

    private long EntriesIn(int n) => (long)_minEntries << ((n + 1) / 2);

    private long Address(long at) => new Cursor(_source, at, _source.OffsetSize, What).Address();

    private void ReadSecondary(long address, int n)
    {
        long blocks = BlocksIn(n), entries = EntriesIn(n);
        if (n > 100 || blocks > _source.Bytes.Length)
        {
            throw _source.Bytes.Bad(What, $"{blocks:N0} data blocks", "fewer than bytes");
        }
        if (address == Hdf5Source.Undefined)
        {
            _next += blocks * entries;
            return;
        }
        long pages = entries > 1L << _pageBits ? entries >> _pageBits : 0;
        long bitmap = (pages + 7) / 8;
        long size = 6 + _source.OffsetSize + _offsetBytes + blocks * bitmap + blocks * _source.OffsetSize + 4;
        _budget.Spend(size);
        var cursor = new Cursor(_source, address, size, What);
        cursor.Expect("EASB"u8);
        cursor.Skip(2 + _source.OffsetSize + _offsetBytes);
        ReadOnlySpan<byte> present = cursor.Take(blocks * bitmap);
        for (long i = 0; i < blocks && _next < _count; i++)
        {
            // The pages of all its blocks are counted through.
            ReadDataBlock(cursor.Address(), entries, present, i * pages);
        }
    }

    private void ReadDataBlock(long address, long entries, ReadOnlySpan<byte> present, long firstPage)
    {
        if (address == Hdf5Source.Undefined)
        {
            _next += entries;
            return;
        }
        int head = 6 + _source.OffsetSize + _offsetBytes;
        var cursor = new Cursor(_source, address, head, What);
        cursor.Expect("EADB"u8);
        if (present.IsEmpty)
        {
            long bytes = Math.Min(entries, _count - _next) * _entrySize;
            _budget.Spend(bytes);
            cursor = new Cursor(_source, address + head, bytes, What);
            ReadEntries(ref cursor, entries);
            return;
        }
        long inPage = 1L << _pageBits;
        long at = address + head + 4;
        for (long page = 0; page < entries >> _pageBits && _next < _count; page++, at += inPage * _entrySize + 4)
        {
            if ((present[(int)((firstPage + page) / 8)] & (0x80 >> (int)((firstPage + page) % 8))) == 0)
            {
                _next += inPage;
                continue;
            }
            long bytes = Math.Min(inPage, _count - _next) * _entrySize;
            _budget.Spend(bytes);
            cursor = new Cursor(_source, at, bytes, What);
            ReadEntries(ref cursor, inPage);
        }
    }

    private void ReadEntries(ref Cursor cursor, long count)
    {
        for (long i = 0; i < count && _next < _count; i++)
        {
            _list.Add(ChunkIndex.ReadEntry(_list, ref cursor, _entrySize), _next++, growingFirst: true);
        }
    }
}
