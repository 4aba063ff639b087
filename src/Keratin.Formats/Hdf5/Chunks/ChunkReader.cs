using Keratin.Formats.Hdf5.Reading;

namespace Keratin.Formats.Hdf5.Chunks;

/// <summary>Puts a dataset together from its chunks.</summary>
internal static class ChunkReader
{
    public static void Read(Hdf5Source source, ObjectHeader header, ChunkLayout layout, in Dataspace space, int itemSize, Span<byte> destination)
    {
        if (layout.Shape.Length != space.Shape.Length)
        {
            throw source.Bytes.Bad("chunks", $"{layout.Shape.Length} dimensions", $"{space.Shape.Length}, like the dataset's");
        }
        FilterPipeline filters = FilterPipeline.Read(source, header);
        var list = new ChunkList(source, layout, space, itemSize, !filters.IsEmpty);
        ChunkIndex.Read(list);

        FillValue.Apply(header, destination, itemSize);
        for (int i = 0; i < list.Chunks.Count; i++)
        {
            Chunk chunk = list.Chunks[i];
            ReadOnlySpan<long> place = list.Place(i);
            if (!Covers(space.Shape, layout.Shape, place, out bool atEdge))
            {
                continue;
            }
            ReadOnlySpan<byte> stored = source.Bytes.Span(chunk.Address, chunk.Size, "chunk");
            uint mask = layout.PlainEdges && atEdge ? uint.MaxValue : chunk.Mask;
            Copy(filters.Decode(stored, mask, list.ChunkBytes), layout.Shape, place, space.Shape, itemSize, destination);
        }
    }

    /// <summary>Whether a chunk has elements inside the shape; one that was cut away when the dataset shrank has none.</summary>
    private static bool Covers(long[] shape, long[] chunk, ReadOnlySpan<long> place, out bool atEdge)
    {
        atEdge = false;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (place[axis] < 0 || place[axis] > (shape[axis] - 1) / chunk[axis] || shape[axis] == 0)
            {
                return false;
            }
            atEdge |= (place[axis] + 1) * chunk[axis] > shape[axis];
        }
        return true;
    }

    /// <summary>Copies run by run along the last axis; the other axes count up like an odometer.</summary>
    private static void Copy(
        ReadOnlySpan<byte> chunk, long[] chunkShape, ReadOnlySpan<long> place, long[] shape, int itemSize, Span<byte> destination)
    {
        int last = shape.Length - 1;
        long run = Math.Min(chunkShape[last], shape[last] - place[last] * chunkShape[last]) * itemSize;
        Span<long> index = stackalloc long[shape.Length];
        index.Clear();
        while (true)
        {
            long from = 0, to = 0;
            for (int axis = 0; axis <= last; axis++)
            {
                from = from * chunkShape[axis] + index[axis];
                to = to * shape[axis] + place[axis] * chunkShape[axis] + index[axis];
            }
            chunk.Slice((int)(from * itemSize), (int)run).CopyTo(destination[(int)(to * itemSize)..]);
            int next = last - 1;
            while (next >= 0 && ++index[next] == Math.Min(chunkShape[next], shape[next] - place[next] * chunkShape[next]))
            {
                index[next--] = 0;
            }
            if (next < 0)
            {
                return;
            }
        }
    }
}
