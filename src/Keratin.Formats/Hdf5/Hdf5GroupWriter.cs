using Keratin.Formats.Hdf5.Writing;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Hdf5;

/// <summary>Fills in a part of a dataset's elements while the file is written.</summary>
/// <param name="offset">Of the part's first byte in the dataset, a multiple of the element's size.</param>
/// <param name="destination">Takes the elements, little-endian, in C order.</param>
public delegate void Hdf5Fill(long offset, Span<byte> destination);

/// <summary>A group that is going to be written.</summary>
public sealed class Hdf5GroupWriter : Hdf5ObjectWriter
{
    private readonly Dictionary<string, Hdf5ObjectWriter> _children = new(StringComparer.Ordinal);

    internal Hdf5GroupWriter(string name)
        : base(name)
    {
    }

    internal IReadOnlyCollection<Hdf5ObjectWriter> Children => _children.Values;

    internal SymbolTablePlan Symbols { get; set; } = null!;

    /// <summary>Gets the group at a path, made with all groups above it where it is not there yet.</summary>
    /// <param name="path">Names with <c>/</c> between, from this group on.</param>
    /// <exception cref="ArgumentException">A dataset has one of the names.</exception>
    public Hdf5GroupWriter Group(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Hdf5GroupWriter at = this;
        foreach (Range segment in path.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> name = path.AsSpan(segment);
            if (!name.IsEmpty)
            {
                at = at.Child(name);
            }
        }
        return at;
    }

    /// <summary>Adds a dataset of elements in memory, which are not copied: leave them alone until the file is written.</summary>
    /// <param name="path">Names with <c>/</c> between; groups are made where they are not there yet.</param>
    /// <param name="type">What one element is.</param>
    /// <param name="shape">The size of every axis; none makes a single value.</param>
    /// <param name="data">The elements, little-endian, in C order.</param>
    /// <param name="itemSize">The size of one element of <see cref="ElementType.FixedString"/> or <see cref="ElementType.Opaque"/>.</param>
    /// <exception cref="ArgumentException">The name is taken, or the bytes do not fill the shape.</exception>
    public Hdf5DatasetWriter Add(
        string path, ElementType type, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> data, int itemSize = 0) =>
        AddPieces(path, type, shape, [data], itemSize);

    /// <summary>Adds a dataset of elements in several pieces of memory, as more than 2 GiB are. They are not copied: leave them alone until the file is written.</summary>
    /// <param name="path">Names with <c>/</c> between; groups are made where they are not there yet.</param>
    /// <param name="type">What one element is.</param>
    /// <param name="shape">The size of every axis; none makes a single value.</param>
    /// <param name="pieces">The elements, little-endian, in C order.</param>
    /// <param name="itemSize">The size of one element of <see cref="ElementType.FixedString"/> or <see cref="ElementType.Opaque"/>.</param>
    /// <exception cref="ArgumentException">The name is taken, or the bytes do not fill the shape.</exception>
    public Hdf5DatasetWriter AddPieces(
        string path, ElementType type, ReadOnlySpan<long> shape, IReadOnlyList<ReadOnlyMemory<byte>> pieces, int itemSize = 0)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        var value = new StoredValue(StoredType.Of(type, itemSize), shape.ToArray()) { Bytes = pieces };
        long length = Pieces.LengthOf(pieces);
        return value.Length == length
            ? Add(path, value)
            : throw new ArgumentException($"Dataset '{path}' has {length:N0} bytes, its shape {value.Length:N0}.", nameof(pieces));
    }

    /// <summary>Adds a dataset whose elements are asked for while the file is written.</summary>
    /// <param name="path">Names with <c>/</c> between; groups are made where they are not there yet.</param>
    /// <param name="type">What one element is.</param>
    /// <param name="shape">The size of every axis; none makes a single value.</param>
    /// <param name="fill">Called in order, part by part.</param>
    /// <param name="itemSize">The size of one element of <see cref="ElementType.FixedString"/> or <see cref="ElementType.Opaque"/>.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public Hdf5DatasetWriter Add(string path, ElementType type, ReadOnlySpan<long> shape, Hdf5Fill fill, int itemSize = 0)
    {
        ArgumentNullException.ThrowIfNull(fill);
        return Add(path, new StoredValue(StoredType.Of(type, itemSize), shape.ToArray()) { Fill = fill });
    }

    /// <summary>Adds a dataset of texts of variable length.</summary>
    /// <param name="path">Names with <c>/</c> between; groups are made where they are not there yet.</param>
    /// <param name="texts">The elements in C order.</param>
    /// <param name="shape">The size of every axis; none makes a single value.</param>
    /// <param name="ascii">Whether they are marked as ASCII, as h5py marks Python's bytes, rather than as UTF-8.</param>
    /// <exception cref="ArgumentException">The name is taken, or the texts do not fill the shape.</exception>
    public Hdf5DatasetWriter Add(string path, ReadOnlySpan<string> texts, ReadOnlySpan<long> shape, bool ascii = false)
    {
        StoredValue value = Text(texts, shape.ToArray(), ascii);
        return value.Count == texts.Length
            ? Add(path, value)
            : throw new ArgumentException($"Dataset '{path}' has {texts.Length:N0} texts, its shape {value.Count:N0}.", nameof(texts));
    }

    private Hdf5DatasetWriter Add(string path, StoredValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int slash = path.LastIndexOf('/');
        Hdf5GroupWriter parent = slash < 0 ? this : Group(path[..slash]);
        string name = path[(slash + 1)..];
        CheckName(name);
        var dataset = new Hdf5DatasetWriter(name, value);
        return parent._children.TryAdd(name, dataset)
            ? dataset
            : throw new ArgumentException($"'{path}' is there already.", nameof(path));
    }

    private Hdf5GroupWriter Child(ReadOnlySpan<char> name)
    {
        if (_children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out Hdf5ObjectWriter? child))
        {
            return child as Hdf5GroupWriter
                ?? throw new ArgumentException($"'{name}' is a dataset, a group is wanted.", nameof(name));
        }
        var group = new Hdf5GroupWriter(name.ToString());
        CheckName(group.Name);
        _children.Add(group.Name, group);
        return group;
    }

    private static void CheckName(string name)
    {
        if (name is "" or "." || name.Contains('\0'))
        {
            throw new ArgumentException($"'{name}' is no name for an HDF5 object.", nameof(name));
        }
    }

    private protected override (int Count, int Size) MeasureMessages() => (1, 24);

    private protected override void WriteMessages(MetadataWriter output)
    {
        WriteMessageHead(output, Reading.Message.SymbolTable, 16);
        output.U64(Symbols.TreeAt);
        output.U64(Symbols.HeapAt);
    }
}
