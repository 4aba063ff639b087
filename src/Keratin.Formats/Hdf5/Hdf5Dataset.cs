using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Keratin.Formats.Hdf5.Chunks;
using Keratin.Formats.Hdf5.Reading;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Hdf5;

/// <summary>An array of an HDF5 file. What comes out is in C order and little-endian.</summary>
/// <remarks>
/// A shape is only what the file claims. <see cref="ByteLength"/> compares it with what is there: ask it before
/// memory is taken for the elements.
/// </remarks>
public sealed class Hdf5Dataset : Hdf5Object
{
    /// <summary>Elements may be this many times more than the file has bytes where some are not written.</summary>
    private const long MaxSparseRatio = 16;

    /// <summary>The most that deflate can pack.</summary>
    private const long MaxDeflateRatio = 1032;
    private const long AlwaysAllowed = 64 << 20;

    private readonly DataType _type;
    private readonly Dataspace _space;
    private readonly DataLayout _layout;

    internal Hdf5Dataset(Hdf5Source source, ObjectHeader header, Hdf5Group parent, string name, long address)
        : base(source, header, parent, name, address)
    {
        if (!header.TryFind(Message.Dataspace, out Message space) || space.IsShared
            || !header.TryFind(Message.DataType, out Message type) || !header.TryFind(Message.Layout, out Message layout))
        {
            throw source.Bytes.Bad("object header", "not all of a dataset's messages", "dataspace, datatype and layout");
        }
        if (header.TryFind(Message.ExternalFiles, out _))
        {
            throw source.Bytes.Bad("object header", "raw data in external files", "a dataset that is in this file");
        }
        Cursor cursor = header.Open(space, "dataspace message");
        _space = Dataspace.Read(ref cursor);
        _type = DataTypeReader.Read(header, type);
        cursor = header.Open(layout, "layout message");
        _layout = DataLayout.Read(ref cursor);
    }

    /// <summary>What one element is.</summary>
    public ElementType ElementType => _type.Type;

    /// <summary>The size of one element in bytes; of <see cref="ElementType.VariableString"/>, that of a reference.</summary>
    public int ItemSize => _type.Size;

    /// <summary>The size of every axis, as the file claims; empty for a single value.</summary>
    public IReadOnlyList<long> Shape => _space.Shape;

    /// <summary>Whether it holds nothing, not even one element (h5py's <c>Empty</c>).</summary>
    public bool IsEmpty => _space.IsNull;

    /// <summary>Whether the elements are stored in chunks, which are read all at once.</summary>
    public bool IsChunked => _layout.Chunks is not null;

    /// <summary>The size of all elements in bytes.</summary>
    /// <exception cref="ModelFormatException">The file is too small to hold what the shape claims.</exception>
    public long ByteLength
    {
        get
        {
            long most = _layout switch
            {
                { Chunks: not null } or { Address: Hdf5Source.Undefined } => Math.Max(
                    AlwaysAllowed,
                    Source.Bytes.Length * (Header.TryFind(Message.Filters, out _) ? MaxDeflateRatio : MaxSparseRatio)),
                { Size: < 0 } => Source.Bytes.Length - _layout.Address,
                _ => Math.Min(_layout.Size, Source.Bytes.Length - _layout.Address),
            };
            long count = _space.Count;
            return count == 0 ? 0 : count <= most / _type.Size ? count * _type.Size : throw Bad(
                $"shape ({string.Join(", ", Shape)}), {count:N0} elements of {_type.Size} bytes",
                $"at most the {Math.Max(0, most):N0} bytes that the file can hold of it");
        }
    }

    /// <summary>Gets the elements as they lie in the file, without a copy.</summary>
    /// <param name="view">The bytes, until the file is disposed; not aligned to more than a byte.</param>
    /// <returns>False where they are chunked, unwritten, big-endian, text of variable length or above 2 GiB; read them then.</returns>
    /// <exception cref="ModelFormatException">The file is too small to hold what the shape claims.</exception>
    public bool TryGetView(out ReadOnlyMemory<byte> view)
    {
        long length = ByteLength;
        bool possible = _layout.Chunks is null && !_type.BigEndian && _type.Type != ElementType.VariableString
            && length <= int.MaxValue && (length == 0 || _layout.Address != Hdf5Source.Undefined);
        view = possible && length > 0 ? Source.Bytes.Memory(_layout.Address, length, "dataset") : default;
        return possible;
    }

    /// <summary>Reads all elements straight to where they are wanted.</summary>
    /// <param name="destination">As long as <see cref="ByteLength"/>.</param>
    /// <exception cref="ModelFormatException">The elements are damaged, or fewer than the shape claims.</exception>
    /// <exception cref="ArgumentException">The destination is shorter or longer.</exception>
    public void Read(Span<byte> destination)
    {
        long length = ByteLength;
        if (destination.Length != length)
        {
            throw new ArgumentException($"{Path} has {length:N0} bytes, the destination {destination.Length:N0}.", nameof(destination));
        }
        try
        {
            ReadElements(0, destination);
        }
        catch (ModelFormatException fault)
        {
            throw Locate(Path, fault);
        }
    }

    /// <summary>Reads a part of elements that are stored in one piece, as those above 2 GiB need it.</summary>
    /// <param name="offset">Of the first byte to read, a multiple of <see cref="ItemSize"/>.</param>
    /// <param name="destination">Takes the bytes from there on; its length is a multiple of <see cref="ItemSize"/>.</param>
    /// <exception cref="ModelFormatException">The elements are chunked, or fewer than the shape claims.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the dataset.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, ByteLength - offset, nameof(destination));
        ArgumentOutOfRangeException.ThrowIfNotEqual(offset % ItemSize, 0, nameof(offset));
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length % ItemSize, 0, nameof(destination));
        if (_layout.Chunks is not null && destination.Length != ByteLength)
        {
            throw Bad("chunks", "elements in one piece; read all at once");
        }
        ReadElements(offset, destination);
    }

    /// <summary>Reads all elements as numbers.</summary>
    /// <typeparam name="T">The C# type of the same size, such as <see cref="float"/> for <see cref="ElementType.Float32"/>.</typeparam>
    /// <exception cref="ModelFormatException">The elements are damaged, or of another size.</exception>
    public T[] ReadArray<T>() where T : unmanaged
    {
        long length = ByteLength;
        if (Unsafe.SizeOf<T>() != ItemSize || length > int.MaxValue)
        {
            throw Bad($"{ElementType} of {ItemSize} bytes, {length:N0} in all", $"{typeof(T).Name}, at most 2 GiB");
        }
        var elements = GC.AllocateUninitializedArray<T>((int)(length / ItemSize));
        Read(MemoryMarshal.AsBytes(elements.AsSpan()));
        return elements;
    }

    /// <summary>Reads all elements as UTF-8 text.</summary>
    /// <exception cref="ModelFormatException">They are no text, or damaged.</exception>
    public string[] ReadStrings() => Hdf5Strings.Decode(Source, _type, ReadText(), this);

    /// <summary>Reads all elements as text of any encoding.</summary>
    /// <exception cref="ModelFormatException">They are no text, or damaged.</exception>
    public byte[][] ReadByteStrings() => Hdf5Strings.DecodeBytes(Source, _type, ReadText(), this);

    private byte[] ReadText()
    {
        if (!_type.IsString || ByteLength > Array.MaxLength)
        {
            throw Bad($"elements of {ElementType}", "text, at most 2 GiB");
        }
        var raw = new byte[ByteLength];
        Read(raw);
        return raw;
    }

    private void ReadElements(long offset, Span<byte> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }
        if (_layout.Chunks is not null)
        {
            ChunkReader.Read(Source, Header, _layout.Chunks, _space, _type.Size, destination);
        }
        else if (_layout.Address == Hdf5Source.Undefined)
        {
            FillValue.Apply(Header, destination, _type.Size);
        }
        else
        {
            Source.Bytes.CopyTo(_layout.Address + offset, destination, "dataset");
        }
        if (_type.BigEndian)
        {
            ByteOrder.Reverse(destination, _type.SwapSize);
        }
    }
}
