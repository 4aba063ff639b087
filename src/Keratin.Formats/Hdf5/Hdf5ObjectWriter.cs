using System.Text;
using Keratin.Formats.Hdf5.Writing;

namespace Keratin.Formats.Hdf5;

/// <summary>A group or dataset that is going to be written.</summary>
public abstract class Hdf5ObjectWriter
{
    private const int MessageHead = 8;

    /// <summary>A message's length is 16 bits, and a multiple of eight.</summary>
    private const int MaxMessage = 65528;

    private readonly List<(string Name, StoredValue Value)> _attributes = [];
    private int _headerSize;

    private protected Hdf5ObjectWriter(string name) => Name = name;

    /// <summary>The name in its group; empty for the root.</summary>
    public string Name { get; }

    internal long HeaderAt { get; set; }

    /// <summary>Attaches one text, as h5py stores a <c>str</c> (or, marked as ASCII, <c>bytes</c>).</summary>
    /// <param name="name">The attribute's name; one that is there already is replaced.</param>
    /// <param name="value">The text.</param>
    /// <param name="ascii">Whether it is marked as ASCII, as h5py marks Python's bytes, rather than as UTF-8.</param>
    public void SetAttribute(string name, string value, bool ascii = false) => Set(name, Text([value], [], ascii));

    /// <summary>Sets an attribute to one text of variable length, which is UTF-8 already.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="utf8">The text, which is not copied: leave it alone until the file is written.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public void SetTextAttribute(string name, ReadOnlyMemory<byte> utf8) => Set(name, Text([utf8], [], ascii: false));

    /// <summary>Attaches a list of texts of variable length, as h5py 3 stores a list of <c>str</c> (ASCII: of <c>bytes</c>).</summary>
    /// <inheritdoc cref="SetAttribute(string, string, bool)"/>
    public void SetAttribute(string name, ReadOnlySpan<string> value, bool ascii = false) =>
        Set(name, Text(value, [value.Length], ascii));

    /// <summary>Attaches a list of texts of equal length, as h5py stores a NumPy array of <c>S</c>.</summary>
    /// <param name="name">The attribute's name; one that is there already is replaced.</param>
    /// <param name="value">The texts, as UTF-8; shorter ones are filled up with NUL.</param>
    public void SetFixedAttribute(string name, ReadOnlySpan<string> value)
    {
        int size = 1;
        foreach (string text in value)
        {
            size = Math.Max(size, Encoding.UTF8.GetByteCount(text));
        }
        var bytes = new byte[size * value.Length];
        for (int i = 0; i < value.Length; i++)
        {
            Encoding.UTF8.GetBytes(value[i], bytes.AsSpan(i * size, size));
        }
        Set(name, new StoredValue(new StoredType(ElementType.FixedString, size, Ascii: true), [value.Length]) { Bytes = [bytes] });
    }

    /// <summary>Attaches one number or bool.</summary>
    /// <inheritdoc cref="SetAttribute{T}(string, ReadOnlySpan{T}, ReadOnlySpan{long})"/>
    public void SetAttribute<T>(string name, T value) where T : unmanaged => Set(name, Numbers([value], []));

    /// <summary>Attaches an array of numbers or bools.</summary>
    /// <typeparam name="T">A C# number type.</typeparam>
    /// <param name="name">The attribute's name; one that is there already is replaced.</param>
    /// <param name="value">The elements in C order.</param>
    /// <param name="shape">The size of every axis; none makes a single value.</param>
    public void SetAttribute<T>(string name, ReadOnlySpan<T> value, ReadOnlySpan<long> shape) where T : unmanaged =>
        Set(name, Numbers(value, shape.ToArray()));

    /// <summary>The messages other than attributes: count and size, each with its head.</summary>
    private protected abstract (int Count, int Size) MeasureMessages();

    private protected abstract void WriteMessages(MetadataWriter output);

    internal virtual int MeasureHeader(HeapPlan heap)
    {
        _headerSize = MeasureMessages().Size;
        foreach ((string name, StoredValue value) in _attributes)
        {
            Plan(value, heap);
            int size = AttributeSize(name, value);
            _headerSize = checked(_headerSize + MessageHead + MetadataWriter.Padded(size));
        }
        return 16 + _headerSize;
    }

    internal void WriteHeader(MetadataWriter output, HeapPlan heap)
    {
        output.U8(1);
        output.U8(0);
        output.U16(checked((ushort)(MeasureMessages().Count + _attributes.Count)));
        output.U32(1);
        output.U32((uint)_headerSize);
        output.U32(0);
        WriteMessages(output);
        foreach ((string name, StoredValue value) in _attributes)
        {
            WriteMessageHead(output, Reading.Message.Attribute, AttributeSize(name, value));
            int start = output.Position;
            output.U16(1);
            output.U16(Encoding.UTF8.GetByteCount(name) + 1);
            output.U16(value.Type.EncodedSize);
            output.U16(value.SpaceSize);
            output.Text(name);
            output.U8(0);
            output.Pad(start);
            value.Type.Write(output);
            output.Pad(start);
            value.WriteSpace(output);
            value.WriteElements(output, heap);
            output.Pad(start);
        }
    }

    private protected static void WriteMessageHead(MetadataWriter output, byte type, int size, int flags = 0)
    {
        output.U16(type);
        output.U16(MetadataWriter.Padded(size));
        output.U8(flags);
        output.Position += 3;
    }

    private protected static StoredValue Text(ReadOnlySpan<string> texts, long[] shape, bool ascii)
    {
        var bytes = new ReadOnlyMemory<byte>[texts.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = Encoding.UTF8.GetBytes(texts[i]);
        }
        return Text(bytes, shape, ascii);
    }

    private static StoredValue Text(ReadOnlyMemory<byte>[] texts, long[] shape, bool ascii)
    {
        var type = new StoredType(ElementType.VariableString, StoredType.ReferenceSize, ascii);
        return new StoredValue(type, shape) { Texts = texts };
    }

    /// <summary>Finds a place in the heap for each text.</summary>
    private protected static void Plan(StoredValue value, HeapPlan heap)
    {
        if (value.Texts is not null)
        {
            value.Places = Array.ConvertAll(value.Texts, heap.Add);
        }
    }

    private static int AttributeSize(string name, StoredValue value) =>
        8 + MetadataWriter.Padded(Encoding.UTF8.GetByteCount(name) + 1) + MetadataWriter.Padded(value.Type.EncodedSize)
        + MetadataWriter.Padded(value.SpaceSize) + (int)value.Length;

    private static StoredValue Numbers<T>(ReadOnlySpan<T> value, long[] shape) where T : unmanaged
    {
        if (!ElementTypes.TryOf<T>(out ElementType type))
        {
            throw new ArgumentException($"HDF5 has no type for {typeof(T).Name}.", nameof(value));
        }
        if (StoredValue.Elements(shape) != value.Length)
        {
            throw new ArgumentException($"{value.Length} elements do not fill the shape.", nameof(shape));
        }
        return new StoredValue(StoredType.Of(type, 0), shape) { Bytes = [MetadataWriter.ToBytes(value)] };
    }

    private void Set(string name, StoredValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (value.Length > MaxMessage || AttributeSize(name, value) > MaxMessage)
        {
            throw new ArgumentException(
                $"Attribute '{name}' has {value.Length:N0} bytes, an HDF5 object header takes {MaxMessage:N0}: split it as Keras "
                + $"does, into '{name}0', '{name}1' and so on.", nameof(value));
        }
        int present = _attributes.FindIndex(attribute => attribute.Name == name);
        if (present >= 0)
        {
            _attributes[present] = (name, value);
        }
        else
        {
            _attributes.Add((name, value));
        }
    }
}
