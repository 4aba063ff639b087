using Keratin.Formats.Hdf5.Reading;

namespace Keratin.Formats.Hdf5.Chunks;

/// <summary>Lists a dataset's chunks, whichever way the file does. Specification, chapters III.A and VII.</summary>
internal static class ChunkIndex
{
    private const string What = "chunk index";

    public static void Read(ChunkList list)
    {
        ChunkLayout layout = list.Layout;
        if (layout.Address == Hdf5Source.Undefined)
        {
            return;
        }
        switch (layout.Kind)
        {
            case ChunkIndexKind.BTree1:
                ReadNode(list, layout.Address, -1, list.Source.NewBudget(What));
                break;
            case ChunkIndexKind.Single:
                list.Add(new Chunk(layout.Address, layout.SingleSize < 0 ? list.ChunkBytes : layout.SingleSize, layout.SingleMask), 0);
                break;
            case ChunkIndexKind.Implicit:
                // Chunk after chunk; the first that is not in the file ends it.
                list.Source.Bytes.Slice(layout.Address, Bytes(list.GridSize, list.ChunkBytes), What);
                for (long i = 0; i < list.GridSize; i++)
                {
                    list.Add(new Chunk(layout.Address + i * list.ChunkBytes, list.ChunkBytes, 0), i);
                }
                break;
            case ChunkIndexKind.FixedArray:
                FixedArray.Read(list);
                break;
            case ChunkIndexKind.ExtensibleArray:
                new ExtensibleArray(list).Read();
                break;
            default:
                ReadTree2(list);
                break;
        }
    }

    /// <summary>An entry of the array indices: an address, and of a filtered chunk its size and filter mask.</summary>
    public static Chunk ReadEntry(ChunkList list, ref Cursor cursor, int entrySize)
    {
        if (!list.Filtered)
        {
            return new Chunk(cursor.Address(), list.ChunkBytes, 0);
        }
        long address = cursor.Address();
        int sizeBytes = entrySize - cursor.Source.OffsetSize - 4;
        return sizeBytes is > 0 and <= 8
            ? new Chunk(address, (long)(cursor.UInt(sizeBytes) & long.MaxValue), cursor.U32())
            : throw cursor.Bad($"entries of {entrySize} bytes", "an address, a size, a mask");
    }

    private static long Bytes(long count, long size) => (long)UInt128.Min((UInt128)count * (UInt128)size, long.MaxValue);

    /// <summary>A node of a version-1 B-tree: keys (size, filter mask, offsets) and children, leaf children are chunks.</summary>
    private static void ReadNode(ChunkList list, long address, int level, Budget budget)
    {
        Hdf5Source source = list.Source;
        int headSize = 8 + 2 * source.OffsetSize;
        var head = new Cursor(source, address, headSize, What);
        head.Expect("TREE"u8);
        int type = head.U8();
        int found = head.U8();
        int count = head.U16();
        if (type != 1 || (level >= 0 && found != level))
        {
            throw head.Bad($"a node of type {type}, level {found}", $"type 1, level {level}");
        }
        long size = (long)count * (8 + 8 * (list.Rank + 1) + source.OffsetSize);
        budget.Spend(headSize + size);
        var cursor = new Cursor(source, address + headSize, size, What);
        Span<long> place = stackalloc long[list.Rank];
        for (int i = 0; i < count; i++)
        {
            long stored = cursor.U32();
            uint mask = cursor.U32();
            for (int axis = 0; axis < place.Length; axis++)
            {
                place[axis] = (long)(cursor.U64() / (ulong)list.Layout.Shape[axis]);
            }
            cursor.Skip(8);
            long child = cursor.Address();
            if (found > 0)
            {
                ReadNode(list, child, found - 1, budget);
            }
            else
            {
                list.Add(new Chunk(child, stored, mask), place);
            }
        }
    }

    private static void ReadTree2(ChunkList list)
    {
        Span<long> place = stackalloc long[list.Rank];
        foreach (BTree2Record record in BTree2.Read(list.Source, list.Layout.Address, list.Filtered ? 11 : 10))
        {
            Cursor cursor = record.Open(list.Source);
            Chunk chunk = ReadEntry(list, ref cursor, record.Size - 8 * list.Rank);
            for (int axis = 0; axis < place.Length; axis++)
            {
                place[axis] = (long)(cursor.U64() & long.MaxValue);
            }
            list.Add(chunk, place);
        }
    }
}
