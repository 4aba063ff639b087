using Keratin.Formats.Hdf5.Chunks;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>Where a dataset's elements lie. Specification, chapter IV.A.2.i.</summary>
/// <param name="Address">Of elements in one piece, <see cref="Hdf5Source.Undefined"/> where none were written.</param>
/// <param name="Size">Of that piece in bytes; -1 where only the shape tells.</param>
/// <param name="Chunks">How the elements are cut into chunks, null where they are in one piece.</param>
internal readonly record struct DataLayout(long Address, long Size, ChunkLayout? Chunks = null)
{
    private const int MaxRank = 33;

    public static DataLayout Read(ref Cursor cursor)
    {
        int version = cursor.U8();
        return version switch
        {
            1 or 2 => ReadVersion1(ref cursor),
            3 => ReadVersion3(ref cursor),
            4 => ReadVersion4(ref cursor),
            _ => throw cursor.Bad($"version {version}", "1 to 4"),
        };
    }

    private static DataLayout ReadVersion1(ref Cursor cursor)
    {
        int dimensions = cursor.U8();
        int kind = cursor.U8();
        cursor.Skip(5);
        long address = kind == 0 ? Hdf5Source.Undefined : cursor.Address();
        switch (kind)
        {
            case 0:
                cursor.Skip(4L * dimensions);
                return Compact(ref cursor, cursor.U32());
            case 1:
                return new DataLayout(address, -1);
            case 2:
                // The last dimension is one that only the B-tree's keys have; the element size follows.
                long[] shape = Dimensions(ref cursor, dimensions - 1, 4);
                cursor.Skip(4);
                return new DataLayout(address, -1, new ChunkLayout(ChunkIndexKind.BTree1, address, shape));
            default:
                throw Unknown(ref cursor, kind);
        }
    }

    private static DataLayout ReadVersion3(ref Cursor cursor)
    {
        int kind = cursor.U8();
        switch (kind)
        {
            case 0:
                return Compact(ref cursor, cursor.U16());
            case 1:
                return new DataLayout(cursor.Address(), cursor.Length());
            case 2:
                int dimensions = cursor.U8();
                long address = cursor.Address();
                return new DataLayout(
                    address, -1, new ChunkLayout(ChunkIndexKind.BTree1, address, Dimensions(ref cursor, dimensions - 1, 4)));
            default:
                throw Unknown(ref cursor, kind);
        }
    }

    private static DataLayout ReadVersion4(ref Cursor cursor)
    {
        int kind = cursor.U8();
        switch (kind)
        {
            case 0:
                return Compact(ref cursor, cursor.U16());
            case 1:
                return new DataLayout(cursor.Address(), cursor.Length());
            case 2:
                int flags = cursor.U8();
                int dimensions = cursor.U8();
                int width = cursor.U8();
                if (width is 0 or > 8)
                {
                    throw cursor.Bad($"dimensions of {width} bytes", "1 to 8");
                }
                long[] shape = Dimensions(ref cursor, dimensions - 1, width);
                cursor.Skip(width);
                return new DataLayout(Hdf5Source.Undefined, -1, ReadIndex(ref cursor, shape, flags));
            default:
                throw Unknown(ref cursor, kind);
        }
    }

    private static ChunkLayout ReadIndex(ref Cursor cursor, long[] shape, int flags)
    {
        var layout = new ChunkLayout((ChunkIndexKind)cursor.U8(), 0, shape) { PlainEdges = (flags & 1) != 0 };
        switch (layout.Kind)
        {
            case ChunkIndexKind.Single when (flags & 2) != 0:
                layout = layout with { SingleSize = cursor.Length(), SingleMask = cursor.U32() };
                break;
            case ChunkIndexKind.Single or ChunkIndexKind.Implicit:
                break;
            case ChunkIndexKind.FixedArray:
                cursor.Skip(1);
                break;
            case ChunkIndexKind.ExtensibleArray:
                cursor.Skip(5);
                break;
            case ChunkIndexKind.BTree2:
                cursor.Skip(6);
                break;
            default:
                throw cursor.Bad($"a chunk index of kind {(int)layout.Kind}", "1 to 5");
        }
        return layout with { Address = cursor.Address() };
    }

    private static DataLayout Compact(ref Cursor cursor, long size)
    {
        long at = cursor.Position;
        cursor.Skip(size);
        return new DataLayout(at, size);
    }

    private static long[] Dimensions(ref Cursor cursor, int count, int width)
    {
        if (count is < 1 or > MaxRank)
        {
            throw cursor.Bad($"chunks of {count} dimensions", $"1 to {MaxRank}");
        }
        var shape = new long[count];
        UInt128 size = 1;
        for (int i = 0; i < count; i++)
        {
            shape[i] = (long)cursor.UInt(width);
            if (shape[i] <= 0 || (size *= (UInt128)shape[i]) > uint.MaxValue)
            {
                throw cursor.Bad($"chunks of {string.Join("×", shape)}", "at most 4 GiB");
            }
        }
        return shape;
    }

    private static ModelFormatException Unknown(ref Cursor cursor, int kind) => cursor.Bad(
        kind == 3 ? "a virtual dataset, whose elements are in other files" : $"storage of kind {kind}",
        "compact, contiguous or chunked storage");
}
