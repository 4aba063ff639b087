namespace Keratin.Formats.Hdf5.Writing;

/// <summary>An array that is about to be written: type, shape, and its elements as bytes or as texts of variable length.</summary>
internal sealed class StoredValue(StoredType type, long[] shape)
{
    public StoredType Type { get; } = type;

    public long[] Shape { get; } = shape;

    /// <summary>The elements, in one piece or several.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Bytes { get; init; } = [];

    /// <summary>Fills the elements in, piece by piece, where they are not in memory in one piece.</summary>
    public Hdf5Fill? Fill { get; init; }

    /// <summary>UTF-8 texts, null where the elements have a fixed size.</summary>
    public ReadOnlyMemory<byte>[]? Texts { get; init; }

    /// <summary>Where each text is in the global heap, once that is planned.</summary>
    public HeapPlace[]? Places { get; set; }

    public long Count => Elements(Shape);

    public long Length => Count * Type.Size;

    /// <summary>The dataspace message's size, version 1: the maximum shape is stated too.</summary>
    public int SpaceSize => 8 + 16 * Shape.Length;

    public static long Elements(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            count = checked(count * size);
        }
        return count;
    }

    public void WriteSpace(MetadataWriter output)
    {
        output.Bytes([1, (byte)Shape.Length, (byte)(Shape.Length == 0 ? 0 : 1), 0, 0, 0, 0, 0]);
        for (int twice = 0; twice < 2; twice++)
        {
            foreach (long size in Shape)
            {
                output.U64(size);
            }
        }
    }

    /// <summary>The elements: as they are, or a length, a heap collection's address and a number for each text.</summary>
    public void WriteElements(MetadataWriter output, HeapPlan heap)
    {
        if (Texts is null)
        {
            foreach (ReadOnlyMemory<byte> piece in Bytes)
            {
                output.Bytes(piece.Span);
            }
            return;
        }
        for (int i = 0; i < Texts.Length; i++)
        {
            output.U32((uint)Texts[i].Length);
            output.U64(heap.Address(Places![i].Collection));
            output.U32((uint)Places[i].Index);
        }
    }
}
