using System.Runtime.InteropServices;
using Keratin.Formats.Hdf5.Reading;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Hdf5;

/// <summary>A small array or a single value that is attached to a group or dataset.</summary>
public sealed class Hdf5Attribute
{
    private readonly Hdf5Source _source;
    private readonly Hdf5Object _owner;
    private readonly DataType _type;
    private readonly long _at;
    private readonly int _size;

    internal Hdf5Attribute(
        Hdf5Source source, Hdf5Object owner, string name, in DataType type, in Dataspace space, long at)
    {
        _source = source;
        _owner = owner;
        _type = type;
        _at = at;
        _size = (int)space.Count * type.Size;
        Name = name;
        Shape = space.Shape;
        IsEmpty = space.IsNull;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What one element is.</summary>
    public ElementType ElementType => _type.Type;

    /// <summary>The size of one element in bytes; of <see cref="ElementType.VariableString"/>, that of a reference.</summary>
    public int ItemSize => _type.Size;

    /// <summary>The size of every axis; empty for a single value.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Whether it holds nothing, not even one element (h5py's <c>Empty</c>).</summary>
    public bool IsEmpty { get; }

    /// <summary>The number of elements.</summary>
    public int Count => _size / _type.Size;

    /// <summary>The elements' bytes, little-endian. Of variable-length text, references that mean nothing outside the file.</summary>
    public byte[] GetBytes()
    {
        byte[] bytes = Raw.ToArray();
        if (_type.BigEndian)
        {
            ByteOrder.Reverse(bytes, _type.SwapSize);
        }
        return bytes;
    }

    /// <summary>The elements as UTF-8 text; none where it is empty, as h5py stores an empty list as numbers.</summary>
    /// <exception cref="ModelFormatException">It holds no text, or text that is not there.</exception>
    public string[] GetStrings() => Count == 0 ? [] : _type.IsString
        ? Hdf5Strings.Decode(_source, _type, Raw, this)
        : throw Bad("text");

    /// <summary>The one element as UTF-8 text.</summary>
    /// <exception cref="ModelFormatException">It holds no text, or not one element.</exception>
    public string GetString() => Count == 1 ? GetStrings()[0] : throw Bad("one string");

    /// <summary>The elements as text of any encoding.</summary>
    /// <exception cref="ModelFormatException">It holds no text, or text that is not there.</exception>
    public byte[][] GetByteStrings() => _type.IsString
        ? Hdf5Strings.DecodeBytes(_source, _type, Raw, this)
        : throw Bad("text");

    /// <summary>The one element as text of any encoding.</summary>
    /// <exception cref="ModelFormatException">It holds no text, or not one element.</exception>
    public byte[] GetByteString() => Count == 1 ? GetByteStrings()[0] : throw Bad("one string");

    /// <summary>The elements as whole numbers.</summary>
    /// <exception cref="ModelFormatException">It holds something else.</exception>
    public long[] GetInt64s()
    {
        byte[] bytes = GetBytes();
        return _type.Type switch
        {
            ElementType.Bool or ElementType.UInt8 => Array.ConvertAll(bytes, x => (long)x),
            ElementType.Int8 => To<sbyte, long>(bytes, x => x),
            ElementType.Int16 => To<short, long>(bytes, x => x),
            ElementType.UInt16 => To<ushort, long>(bytes, x => x),
            ElementType.Int32 => To<int, long>(bytes, x => x),
            ElementType.UInt32 => To<uint, long>(bytes, x => x),
            ElementType.Int64 => To<long, long>(bytes, x => x),
            ElementType.UInt64 => To<ulong, long>(bytes, x => x <= long.MaxValue ? (long)x : throw Bad("numbers of 63 bits")),
            _ => throw Bad("whole numbers"),
        };
    }

    /// <summary>The one element as a whole number.</summary>
    /// <exception cref="ModelFormatException">It holds something else, or not one element.</exception>
    public long GetInt64() => Count == 1 ? GetInt64s()[0] : throw Bad("one whole number");

    /// <summary>The elements as numbers.</summary>
    /// <exception cref="ModelFormatException">It holds something else.</exception>
    public double[] GetDoubles() => _type.Type switch
    {
        ElementType.Float16 => To<Half, double>(GetBytes(), x => (double)x),
        ElementType.Float32 => To<float, double>(GetBytes(), x => x),
        ElementType.Float64 => To<double, double>(GetBytes(), x => x),
        _ => Array.ConvertAll(GetInt64s(), x => (double)x),
    };

    /// <summary>The one element as a number.</summary>
    /// <exception cref="ModelFormatException">It holds something else, or not one element.</exception>
    public double GetDouble() => Count == 1 ? GetDoubles()[0] : throw Bad("one number");

    private ReadOnlySpan<byte> Raw => _source.Bytes.Span(_at, _size, "attribute");

    /// <summary>Where it is: <c>/layers/dense, attribute 'name'</c>.</summary>
    public override string ToString() => $"{_owner.Path}, attribute '{Name}'";

    private ModelFormatException Bad(string expected) =>
        _source.Bytes.Bad(ToString(), $"{Count:N0} elements of {ElementType}", expected);

    private static TOut[] To<TIn, TOut>(byte[] bytes, Func<TIn, TOut> convert) where TIn : unmanaged
    {
        ReadOnlySpan<TIn> numbers = MemoryMarshal.Cast<byte, TIn>(bytes);
        var results = new TOut[numbers.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = convert(numbers[i]);
        }
        return results;
    }
}
