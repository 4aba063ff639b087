namespace Keratin.Formats.Hdf5.Reading;

/// <summary>Where one record of a version-2 B-tree lies.</summary>
internal readonly record struct BTree2Record(long At, int Size)
{
    public Cursor Open(Hdf5Source source) => new(source, At, Size, "B-tree record");
}

/// <summary>Lists the records of a version-2 B-tree in order. Specification, chapter III.A.2.</summary>
internal sealed class BTree2
{
    private const string What = "version-2 B-tree";
    private const int NodeOverhead = 10;

    private readonly Hdf5Source _source;
    private readonly Budget _budget;
    private readonly int _type;
    private readonly int _recordSize;
    private readonly int _countSize;
    private readonly int[] _totalSizes;
    private readonly List<BTree2Record> _records = [];

    private BTree2(Hdf5Source source, ref Cursor header, int type)
    {
        _source = source;
        _budget = source.NewBudget(What);
        _type = type;
        header.Expect("BTHD"u8);
        int version = header.U8();
        int found = header.U8();
        long nodeSize = header.U32();
        _recordSize = header.U16();
        int depth = header.U16();
        header.Skip(2);
        long root = header.Address();
        int count = header.U16();
        header.Length();
        Lookup3.Check(ref header);
        if (version != 0 || found != type || _recordSize == 0 || nodeSize < NodeOverhead + _recordSize || depth > 32)
        {
            throw header.Bad($"version {version}, type {found}, records of {_recordSize}, depth {depth}", $"version 0, type {type}");
        }

        // Child pointers store counts in no more bytes than the largest possible count needs, level by level.
        long most = (nodeSize - NodeOverhead) / _recordSize;
        _countSize = Hdf5Source.BytesFor(most);
        _totalSizes = new int[depth + 1];
        UInt128 total = (UInt128)most;
        for (int level = 1; level <= depth; level++)
        {
            int pointer = source.OffsetSize + _countSize + _totalSizes[level - 1];
            most = (nodeSize - NodeOverhead - pointer) / (_recordSize + pointer);
            total = UInt128.Min((total * (UInt128)(most + 1)) + (UInt128)most, long.MaxValue);
            _totalSizes[level] = Hdf5Source.BytesFor((long)total);
        }
        if (root != Hdf5Source.Undefined)
        {
            ReadNode(root, count, depth);
        }
    }

    public static List<BTree2Record> Read(Hdf5Source source, long address, int type)
    {
        var header = new Cursor(source, address, 22 + source.OffsetSize + source.LengthSize, What);
        return new BTree2(source, ref header, type)._records;
    }

    private void ReadNode(long address, int count, int depth)
    {
        long records = (long)count * _recordSize;
        long children = depth == 0 ? 0 : (long)(count + 1) * (_source.OffsetSize + _countSize + _totalSizes[depth - 1]);
        var cursor = new Cursor(_source, address, 6 + records + children + 4, What);
        _budget.Spend(6 + records + children + 4);
        cursor.Expect(depth == 0 ? "BTLF"u8 : "BTIN"u8);
        int version = cursor.U8();
        int type = cursor.U8();
        if (version != 0 || type != _type)
        {
            throw cursor.Bad($"a node of version {version}, type {type}", $"version 0, type {_type}");
        }
        cursor.Skip(records + children);
        Lookup3.Check(ref cursor);

        var pointers = new Cursor(_source, address + 6 + records, children, What);
        for (int i = 0; i <= count; i++)
        {
            if (depth > 0)
            {
                long child = pointers.Address();
                int childCount = (int)pointers.UInt(_countSize);
                pointers.Skip(_totalSizes[depth - 1]);
                ReadNode(child, childCount, depth - 1);
            }
            if (i < count)
            {
                _records.Add(new BTree2Record(address + 6 + (long)i * _recordSize, _recordSize));
            }
        }
    }
}
