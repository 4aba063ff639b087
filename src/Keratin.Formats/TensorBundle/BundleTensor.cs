using Keratin.Formats.Protos;

namespace Keratin.Formats.TensorBundle;

/// <summary>A tensor of a bundle. Nothing of it is read before it is asked for.</summary>
public sealed class BundleTensor
{
    private readonly TensorBundleReader _bundle;
    private readonly BundleEntryProto _entry;
    private readonly long[] _shape;
    private readonly long _count;
    private (Box Box, StoredPiece Piece)[]? _slices;

    internal BundleTensor(TensorBundleReader bundle, string name, BundleEntryProto entry, long[] shape, long count)
    {
        _bundle = bundle;
        _entry = entry;
        _shape = shape;
        _count = count;
        Name = name;
    }

    /// <summary>The key.</summary>
    public string Name { get; }

    /// <summary>The element type, by TensorFlow's number (<c>DataType</c>): 1 for float32, 7 for strings.</summary>
    public int DataType => _entry.Dtype;

    /// <summary>The element type's name: <c>float32</c>.</summary>
    public string DataTypeName => TensorFlowTypes.Name(DataType);

    /// <summary>The sizes of the axes.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>Whether it is stored in several slices.</summary>
    public bool IsPartitioned => _entry.Slices.Count > 0;

    /// <summary>The size of all elements in bytes, which the files really have.</summary>
    /// <exception cref="ModelFormatException">They don't, or the elements aren't numbers.</exception>
    public long ByteLength
    {
        get
        {
            // Many slices in one place would unpack a small file to a large tensor.
            long room = Slices.Select(static slice => (slice.Piece.Shard, slice.Piece.Source.Length)).Distinct().Sum(static shard => shard.Length);
            long stored = Slices.Sum(static slice => slice.Piece.Length);
            if (stored > room || stored != _count * ItemSize)
            {
                throw _bundle.Bad($"tensor '{Name}'", $"slices of {stored:N0} bytes in shards of {room:N0}", $"the {_count:N0} elements, each once");
            }
            return stored;
        }
    }

    private int ItemSize => TensorFlowTypes.Size(DataType) is > 0 and int size
        ? size
        : throw _bundle.Bad($"tensor '{Name}'", $"elements of {DataTypeName}", "numbers");

    private (Box Box, StoredPiece Piece)[] Slices =>
        _slices ??= IsPartitioned ? _bundle.FindSlices(Name, _entry, _shape, ItemSize) : [(Box.Whole(_shape), new StoredPiece(_bundle, Name, _entry))];

    /// <summary>Reads all elements, little-endian and row by row, and verifies their checksums.</summary>
    /// <param name="destination">Takes <see cref="ByteLength"/> bytes.</param>
    /// <exception cref="ModelFormatException">The data is damaged or missing.</exception>
    public void Read(Span<byte> destination)
    {
        if (destination.Length != ByteLength)
        {
            throw Misfit(destination.Length, nameof(destination));
        }
        if (IsPartitioned)
        {
            ReadBox(Box.Whole(_shape), destination, verify: true);
        }
        else
        {
            Slices[0].Piece.Read(destination);
        }
    }

    /// <summary>Reads all elements as <see cref="Read(Span{byte})"/> does, into several pieces of memory, as more than 2 GiB are, which several threads share.</summary>
    /// <param name="destinations">Take <see cref="ByteLength"/> bytes together.</param>
    /// <exception cref="ModelFormatException">The data is damaged or missing, or stored in slices of more than 2 GiB together.</exception>
    public void Read(IReadOnlyList<Memory<byte>> destinations)
    {
        ArgumentNullException.ThrowIfNull(destinations);
        long room = 0;
        foreach (Memory<byte> destination in destinations)
        {
            room += destination.Length;
        }
        if (room != ByteLength)
        {
            throw Misfit(room, nameof(destinations));
        }
        if (!IsPartitioned)
        {
            Slices[0].Piece.Read(destinations);
            return;
        }
        if (room > Array.MaxLength)
        {
            throw _bundle.Bad($"tensor '{Name}'", $"{room:N0} bytes in slices", $"at most {Array.MaxLength:N0}, or one piece; read it part by part with {nameof(ReadSlice)}");
        }
        byte[] whole = GC.AllocateUninitializedArray<byte>((int)room);
        Read(whole);
        int at = 0;
        foreach (Memory<byte> destination in destinations)
        {
            whole.AsSpan(at, destination.Length).CopyTo(destination.Span);
            at += destination.Length;
        }
    }

    /// <summary>Reads a part. Of a partitioned tensor only the slices are looked at that the part touches.</summary>
    /// <param name="starts">Where the part begins on each axis.</param>
    /// <param name="lengths">How long it is on each axis.</param>
    /// <param name="destination">Takes the part's elements.</param>
    /// <param name="verify">Whether checksums are verified, for which all bytes of a stored slice must be read; otherwise no byte outside of the part is.</param>
    /// <exception cref="ArgumentException">The part is not inside the tensor, or doesn't fill the destination.</exception>
    /// <exception cref="ModelFormatException">The data is damaged or missing.</exception>
    public void ReadSlice(ReadOnlySpan<long> starts, ReadOnlySpan<long> lengths, Span<byte> destination, bool verify = true)
    {
        var box = new Box(starts.ToArray(), lengths.ToArray());
        if (starts.Length != lengths.Length || starts.Length != _shape.Length || !box.FitsIn(_shape) || destination.Length != box.Count * ItemSize)
        {
            throw new ArgumentException(
                $"Tensor '{Name}' has the shape ({string.Join(", ", _shape)}); a slice at ({string.Join(", ", box.Starts)}) of lengths ({string.Join(", ", box.Lengths)}) does not lie in it, or does not fill {destination.Length:N0} bytes.");
        }
        ReadBox(box, destination, verify);
    }

    /// <summary>Reads a tensor of strings, row by row.</summary>
    /// <exception cref="ModelFormatException">It is none, or the data is damaged or missing.</exception>
    public byte[][] ReadStrings() =>
        DataType != TensorFlowTypes.String ? throw _bundle.Bad($"tensor '{Name}'", $"elements of {DataTypeName}", "strings")
        : IsPartitioned ? throw _bundle.Bad($"tensor '{Name}'", "strings in slices", "strings in one piece")
        : StoredStrings.Read(new StoredPiece(_bundle, Name, _entry), _count);

    private ArgumentException Misfit(long room, string parameter) =>
        new($"Tensor '{Name}' takes {ByteLength:N0} bytes; there is room for {room:N0}.", parameter);

    private void ReadBox(Box box, Span<byte> destination, bool verify)
    {
        long found = 0;
        foreach (var (slice, piece) in Slices)
        {
            Box part = box.Intersect(slice);
            if (part.Count == 0)
            {
                continue;
            }
            slice.CopyTo(part, piece.View(verify), box, destination, ItemSize);
            found += part.Count;
        }
        if (found != box.Count)
        {
            throw _bundle.Bad($"tensor '{Name}'", $"slices with {found:N0} of the elements", $"all {box.Count:N0}, each once");
        }
    }
}
