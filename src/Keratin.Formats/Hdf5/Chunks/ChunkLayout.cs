using Keratin.Formats.Hdf5.Reading;

namespace Keratin.Formats.Hdf5.Chunks;

/// <summary>How a dataset's chunks are listed; the numbers are the file's.</summary>
internal enum ChunkIndexKind
{
    BTree1 = 0,
    Single = 1,
    Implicit = 2,
    FixedArray = 3,
    ExtensibleArray = 4,
    BTree2 = 5,
}

/// <param name="Kind">How chunks are listed.</param>
/// <param name="Address">Of the list; undefined where no chunk was written.</param>
/// <param name="Shape">Of one chunk, in elements.</param>
internal sealed record ChunkLayout(ChunkIndexKind Kind, long Address, long[] Shape)
{
    /// <summary>Whether chunks that reach over the dataset's edge are stored without filters.</summary>
    public bool PlainEdges { get; init; }

    /// <summary>The stored size of a single filtered chunk, -1 where it has none.</summary>
    public long SingleSize { get; init; } = -1;

    public uint SingleMask { get; init; }
}

/// <summary>One stored chunk.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Size">Of what is stored, filtered or not.</param>
/// <param name="Mask">A bit for each filter that was left out.</param>
internal readonly record struct Chunk(long Address, long Size, uint Mask);

/// <summary>The chunks that are stored, each with its place in the grid of chunks.</summary>
internal sealed class ChunkList
{
    private readonly Budget _budget;
    private readonly List<long> _places = [];
    private readonly long[] _grid;

    public ChunkList(Hdf5Source source, ChunkLayout layout, in Dataspace space, int itemSize, bool filtered)
    {
        Source = source;
        Layout = layout;
        Filtered = filtered;
        _budget = source.NewBudget("chunks");
        Rank = layout.Shape.Length;
        ChunkBytes = itemSize;
        _grid = new long[Rank];
        Growing = -1;
        for (int i = 0; i < Rank; i++)
        {
            ChunkBytes *= layout.Shape[i];
            long most = space.MaxShape[i] < 0 ? space.Shape[i] : space.MaxShape[i];
            _grid[i] = most == 0 ? 0 : (most - 1) / layout.Shape[i] + 1;
            Growing = space.MaxShape[i] < 0 && Growing < 0 ? i : Growing;
        }
    }

    public Hdf5Source Source { get; }

    public ChunkLayout Layout { get; }

    /// <summary>Whether chunks pass through filters, so that each states its own size.</summary>
    public bool Filtered { get; }

    public int Rank { get; }

    /// <summary>Of one whole chunk, unfiltered.</summary>
    public long ChunkBytes { get; }

    /// <summary>The first axis without a limit, -1 where there is none.</summary>
    public int Growing { get; }

    public List<Chunk> Chunks { get; } = [];

    /// <summary>The number of places in the grid, up to the largest the axes may have.</summary>
    public long GridSize
    {
        get
        {
            UInt128 size = 1;
            foreach (long axis in _grid)
            {
                size = UInt128.Min(size * (UInt128)axis, long.MaxValue);
            }
            return (long)size;
        }
    }

    /// <summary>Where chunk <paramref name="i"/> is in the grid.</summary>
    public ReadOnlySpan<long> Place(int i) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_places).Slice(i * Rank, Rank);

    public void Add(in Chunk chunk, ReadOnlySpan<long> place)
    {
        if (chunk.Address == Hdf5Source.Undefined)
        {
            return;
        }
        _budget.Spend(chunk.Size);
        Chunks.Add(chunk);
        _places.AddRange(place);
    }

    /// <summary>Adds the chunk of a number, counted row by row over the grid.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="number">Its number.</param>
    /// <param name="growingFirst">Whether the growing axis counts as the first, as extensible arrays have it.</param>
    public void Add(in Chunk chunk, long number, bool growingFirst = false)
    {
        Span<long> place = stackalloc long[Rank];
        int first = growingFirst ? Math.Max(0, Growing) : 0;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            if (axis != first && _grid[axis] > 0)
            {
                (number, place[axis]) = Math.DivRem(number, _grid[axis]);
            }
        }
        place[first] = number;
        Add(chunk, place);
    }
}
