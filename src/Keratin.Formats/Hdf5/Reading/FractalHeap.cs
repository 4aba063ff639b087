using System.Numerics;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>
/// A heap whose space is a table of blocks that double in size row by row; holds the links and attributes that are too
/// many for an object header. Specification, chapter III.G.
/// </summary>
internal sealed class FractalHeap
{
    private const string What = "fractal heap";
    private const int MaxDepth = 16;

    private readonly Hdf5Source _source;
    private readonly int _idLength;
    private readonly int _offsetBytes;
    private readonly int _lengthBytes;
    private readonly int _width;
    private readonly long _startSize;
    private readonly int _directRows;
    private readonly long _root;
    private readonly int _rootRows;
    private readonly long _hugeTree;
    private Dictionary<ulong, (long At, long Size)>? _huge;

    public FractalHeap(Hdf5Source source, long address)
    {
        _source = source;
        var cursor = new Cursor(source, address, 22 + 12 * source.LengthSize + 3 * source.OffsetSize + 4, What);
        cursor.Expect("FRHP"u8);
        int version = cursor.U8();
        _idLength = cursor.U16();
        int filters = cursor.U16();
        cursor.Skip(1);
        long maxObject = cursor.U32();
        cursor.Skip(source.LengthSize);
        _hugeTree = cursor.Address();
        cursor.Skip(source.LengthSize);
        cursor.Address();
        cursor.Skip(8 * source.LengthSize);
        _width = cursor.U16();
        _startSize = cursor.Length();
        long maxDirect = cursor.Length();
        int maxBits = cursor.U16();
        cursor.Skip(2);
        _root = cursor.Address();
        _rootRows = cursor.U16();
        if (filters != 0)
        {
            throw cursor.Bad("compressed blocks", "a heap without filters");
        }
        Lookup3.Check(ref cursor);
        if (version != 0 || _width == 0 || !BitOperations.IsPow2(_startSize) || !BitOperations.IsPow2(maxDirect)
            || maxDirect < _startSize || maxDirect > int.MaxValue || maxBits > 63)
        {
            throw cursor.Bad($"blocks of {_startSize:N0} to {maxDirect:N0} bytes, {_width} in a row", "powers of two");
        }
        _offsetBytes = (maxBits + 7) / 8;
        _lengthBytes = Math.Min(Hdf5Source.BytesFor(maxDirect), Hdf5Source.BytesFor(maxObject));
        _directRows = BitOperations.Log2((ulong)(maxDirect / _startSize)) + 2;
    }

    /// <summary>Opens the object that a heap ID names.</summary>
    public Cursor Open(ReadOnlySpan<byte> id, string what)
    {
        if (id.Length < _idLength || _idLength < 1 + _offsetBytes + _lengthBytes)
        {
            throw _source.Bytes.Bad(What, $"an ID of {id.Length} bytes", $"{_idLength}");
        }
        switch ((id[0] >> 4) & 3)
        {
            case 0:
                long offset = UInt(id.Slice(1, _offsetBytes));
                long length = UInt(id.Slice(1 + _offsetBytes, _lengthBytes));
                return new Cursor(_source, Locate(offset, length), length, what);
            case 1:
                (long at, long size) = FindHuge((ulong)UInt(id[1.._idLength]));
                return new Cursor(_source, at, size, what);
            default:
                throw _source.Bytes.Bad(What, "an object inside its ID", "one in a block; an attribute or link has no room there");
        }
    }

    /// <summary>Descends from the root to the direct block that covers an offset of the heap.</summary>
    private long Locate(long offset, long length)
    {
        long block = _root, blockOffset = 0;
        int rows = _rootRows;
        if (rows == 0)
        {
            CheckDirect(block, _startSize, offset, length);
        }
        for (int depth = 0; rows > 0; depth++)
        {
            if (depth == MaxDepth)
            {
                throw _source.Bytes.Bad(What, $"blocks nested {depth} deep", "fewer");
            }
            int row = RowOf(offset - blockOffset);
            long size = RowSize(row);
            long start = RowStart(row);
            long column = (offset - blockOffset - start) / size;
            if (row >= rows || column >= _width)
            {
                throw _source.Bytes.Bad(What, $"an object at offset {offset:N0}", "one inside its blocks");
            }
            int head = 5 + _source.OffsetSize + _offsetBytes;
            var cursor = new Cursor(_source, block, head + ((long)row * _width + column + 1) * _source.OffsetSize, What);
            cursor.Expect("FHIB"u8);
            cursor.Skip(cursor.Remaining - _source.OffsetSize);
            block = cursor.Address();
            blockOffset += start + column * size;
            // An indirect child has as many rows as make up its size.
            rows = row < _directRows ? 0 : BitOperations.Log2((ulong)(size / (_startSize * _width))) + 1;
            if (row < _directRows)
            {
                CheckDirect(block, size, offset - blockOffset, length);
            }
        }
        return block + offset - blockOffset;
    }

    private void CheckDirect(long block, long size, long offset, long length)
    {
        new Cursor(_source, block, 4, What).Expect("FHDB"u8);
        if (length > size - offset)
        {
            throw _source.Bytes.Bad(What, $"an object of {length:N0} bytes", $"one that ends inside its block of {size:N0}");
        }
    }

    /// <summary>Rows 0 and 1 have blocks of the starting size, each further row blocks twice as large.</summary>
    private int RowOf(long offset)
    {
        ulong units = (ulong)offset / (ulong)(_startSize * _width);
        return units == 0 ? 0 : BitOperations.Log2(units) + 1;
    }

    private long RowSize(int row) => row == 0 ? _startSize : _startSize << (row - 1);

    private long RowStart(int row) => row == 0 ? 0 : (_startSize * _width) << (row - 1);

    /// <summary>Objects too large for a block lie by themselves; a B-tree of type 1 lists them by number.</summary>
    private (long At, long Size) FindHuge(ulong number)
    {
        if (_huge is null)
        {
            var huge = new Dictionary<ulong, (long, long)>();
            foreach (BTree2Record record in BTree2.Read(_source, _hugeTree, type: 1))
            {
                Cursor cursor = record.Open(_source);
                long at = cursor.Address();
                long size = cursor.Length();
                huge[cursor.UInt(_source.LengthSize)] = (at, size);
            }
            _huge = huge;
        }
        return _huge.TryGetValue(number, out (long, long) place)
            ? place
            : throw _source.Bytes.Bad(What, $"a large object of number {number:N0}", "one that its B-tree lists");
    }

    private static long UInt(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = Math.Min(bytes.Length, 8) - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }
        return (long)(value & long.MaxValue);
    }
}
