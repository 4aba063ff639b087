namespace Keratin.Formats.Hdf5.Writing;

/// <summary>Where a text lies: its collection, and its number in it.</summary>
internal readonly record struct HeapPlace(int Collection, int Index);

/// <summary>Distributes texts of variable length over global heap collections. Chapter III.E.</summary>
internal sealed class HeapPlan
{
    private const int HeadSize = 16;
    private const int MinCollection = 4096;
    private const int MaxIndex = ushort.MaxValue;

    /// <summary>A collection takes texts up to this size; a longer one gets a collection to itself.</summary>
    private const int UsualCollection = 16 * 1024;

    private readonly List<List<ReadOnlyMemory<byte>>> _collections = [];
    private readonly List<long> _used = [];
    private long[] _addresses = [];

    public HeapPlace Add(ReadOnlyMemory<byte> text)
    {
        long size = HeadSize + MetadataWriter.Padded((long)text.Length);
        int last = _collections.Count - 1;
        if (last < 0 || _used[last] + size > UsualCollection || _collections[last].Count == MaxIndex)
        {
            _collections.Add([]);
            _used.Add(HeadSize);
            last++;
        }
        _collections[last].Add(text);
        _used[last] += size;
        return new HeapPlace(last, _collections[last].Count);
    }

    /// <summary>Gives the collections their addresses, one behind the other.</summary>
    /// <returns>The address behind the last.</returns>
    public long Place(long address)
    {
        _addresses = new long[_collections.Count];
        for (int i = 0; i < _addresses.Length; i++)
        {
            _addresses[i] = address;
            address += SizeOf(i);
        }
        return address;
    }

    public long Address(int collection) => _addresses[collection];

    public void Write(MetadataWriter output)
    {
        for (int i = 0; i < _collections.Count; i++)
        {
            int start = output.Position;
            output.Bytes("GCOL"u8);
            output.U32(1);
            output.U64(SizeOf(i));
            for (int index = 1; index <= _collections[i].Count; index++)
            {
                ReadOnlySpan<byte> text = _collections[i][index - 1].Span;
                output.U16(index);
                output.Position += 6;
                output.U64(text.Length);
                output.Bytes(text);
                output.Pad(start);
            }
            long free = SizeOf(i) - _used[i];
            if (free >= HeadSize)
            {
                // Object 0 is the free space, which counts itself.
                output.Position += 8;
                output.U64(free);
            }
            output.Position = start + (int)SizeOf(i);
        }
    }

    private long SizeOf(int collection) => Math.Max(MinCollection, _used[collection]);
}
