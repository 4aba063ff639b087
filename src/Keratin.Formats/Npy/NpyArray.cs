using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Npy;

/// <summary>An array as <c>numpy.save</c> stores it: element type, shape, and the elements in C order, little-endian.</summary>
public sealed class NpyArray
{
    private NpyArray(NpyDescr descr, int[] shape, ReadOnlyMemory<byte> bytes)
    {
        Layout = descr;
        Shape = shape;
        Bytes = bytes;
    }

    internal NpyDescr Layout { get; }

    /// <summary>What one element is.</summary>
    public ElementType ElementType => Layout.Type;

    /// <summary>The size of one element in bytes; 4 a character in <see cref="ElementType.Utf32String"/>.</summary>
    public int ItemSize => Layout.ItemSize;

    /// <summary>NumPy's name of the element type, such as <c>&lt;f4</c>.</summary>
    public string Descr => Layout.ToString();

    /// <summary>The size of every axis; empty for a scalar.</summary>
    public int[] Shape { get; }

    /// <summary>The elements, row by row (C order), little-endian, also where the file had another order.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Bytes.Length / ItemSize;

    /// <summary>The elements as numbers.</summary>
    /// <typeparam name="T">The C# type of the same size, such as <see cref="float"/> for <c>&lt;f4</c>.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another size than <typeparamref name="T"/>.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        return size == ItemSize
            ? MemoryMarshal.Cast<byte, T>(Bytes.Span)
            : throw new InvalidOperationException($"The array holds {Descr}, of {ItemSize} bytes; {typeof(T).Name} has {size}.");
    }

    /// <summary>The elements as text, of an array of <c>S</c> (UTF-8) or <c>U</c>.</summary>
    /// <exception cref="InvalidOperationException">The array holds no text.</exception>
    public string[] ToStrings()
    {
        Encoding encoding = ElementType switch
        {
            ElementType.FixedString => Encoding.UTF8,
            ElementType.Utf32String => Encoding.UTF32,
            _ => throw new InvalidOperationException($"The array holds {Descr}, not text."),
        };
        var strings = new string[Count];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = encoding.GetString(Bytes.Span.Slice(i * ItemSize, ItemSize)).TrimEnd('\0');
        }
        return strings;
    }

    /// <summary>Makes an array of numbers; the element type follows from <typeparamref name="T"/>.</summary>
    /// <param name="values">The elements in C order.</param>
    /// <param name="shape">The size of every axis; none makes a scalar.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's, or NumPy has no such type.</exception>
    public static NpyArray Create<T>(ReadOnlySpan<T> values, params int[] shape) where T : unmanaged =>
        ElementTypes.TryOf<T>(out ElementType type)
            ? Create(type, MemoryMarshal.AsBytes(values).ToArray(), shape)
            : throw new ArgumentException($"NumPy has no type for {typeof(T).Name}.", nameof(values));

    /// <summary>Makes an array around its bytes, which are not copied.</summary>
    /// <param name="type">A type with a size of its own: a number or bool.</param>
    /// <param name="bytes">The elements in C order, little-endian.</param>
    /// <param name="shape">The size of every axis; none makes a scalar.</param>
    /// <exception cref="ArgumentException">The number of bytes is not the shape's.</exception>
    public static NpyArray Create(ElementType type, ReadOnlyMemory<byte> bytes, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (type.Size() == 0 || type == ElementType.BFloat16)
        {
            throw new ArgumentException($"NumPy has no {type} with a size of its own; {nameof(FromStrings)} is for text.", nameof(type));
        }
        return Checked(new NpyDescr(type, type.Size(), false), bytes, shape);
    }

    /// <summary>Makes an array of UTF-8 text, NumPy's <c>S</c> with the longest string's length.</summary>
    /// <param name="values">The elements in C order.</param>
    /// <param name="shape">The size of every axis; none makes a scalar.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static NpyArray FromStrings(ReadOnlySpan<string> values, params int[] shape)
    {
        int size = 1;
        foreach (string value in values)
        {
            size = Math.Max(size, Encoding.UTF8.GetByteCount(value));
        }
        var bytes = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
        {
            Encoding.UTF8.GetBytes(values[i], bytes.AsSpan(i * size, size));
        }
        return Checked(new NpyDescr(ElementType.FixedString, size, false), bytes, shape);
    }

    /// <summary>Reads a .npy file.</summary>
    /// <exception cref="ModelFormatException">The content is no .npy file, or holds objects or structures.</exception>
    public static NpyArray Load(string path)
    {
        using var source = ByteSource.Open(path);
        return NpyReader.Read(source, copy: true);
    }

    /// <summary>Reads a .npy file from a stream, to the stream's end.</summary>
    /// <exception cref="ModelFormatException">The content is no .npy file, or holds objects or structures.</exception>
    public static NpyArray Load(Stream stream)
    {
        using var source = ByteSource.From(stream);
        return NpyReader.Read(source, copy: true);
    }

    /// <summary>Reads a .npy file from its bytes.</summary>
    /// <exception cref="ModelFormatException">The content is no .npy file, or holds objects or structures.</exception>
    public static NpyArray Load(ReadOnlyMemory<byte> bytes)
    {
        using var source = ByteSource.From(bytes);
        return NpyReader.Read(source, copy: true);
    }

    /// <summary>Writes a .npy file (version 1.0, C order).</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(NpyHeader.Write(Layout, Shape));
        stream.Write(Bytes.Span);
    }

    /// <summary>Writes a .npy file (version 1.0, C order), atomically.</summary>
    public void Save(string path)
    {
        using var file = AtomicFile.Create(path);
        Save(file.Stream);
        file.Commit();
    }

    internal static NpyArray Wrap(NpyDescr descr, int[] shape, ReadOnlyMemory<byte> bytes) => new(descr, shape, bytes);

    private static NpyArray Checked(NpyDescr descr, ReadOnlyMemory<byte> bytes, int[] shape)
    {
        long count = 1;
        foreach (int size in shape)
        {
            count = checked(count * size);
        }
        return bytes.Length == count * descr.ItemSize
            ? new NpyArray(descr, [.. shape], bytes)
            : throw new ArgumentException(
                $"{bytes.Length} bytes of {descr} do not fill the shape ({string.Join(", ", shape)}).", nameof(shape));
    }
}
