using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>Reads one structure of the file from front to end; nothing is read behind its length.</summary>
internal ref struct Cursor
{
    private readonly Hdf5Source _source;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly long _start;
    private readonly string _what;
    private int _at;

    public Cursor(Hdf5Source source, long start, long length, string what)
    {
        _source = source;
        _bytes = source.Bytes.Span(start, length, what);
        _start = start;
        _what = what;
    }

    public readonly int Remaining => _bytes.Length - _at;

    /// <summary>Where the next byte lies in the file.</summary>
    public readonly long Position => _start + _at;

    /// <summary>How many bytes have been read.</summary>
    public readonly int Consumed => _at;

    public readonly Hdf5Source Source => _source;

    /// <summary>Everything that was given to the constructor, as for a checksum.</summary>
    public readonly ReadOnlySpan<byte> Whole => _bytes;

    public ReadOnlySpan<byte> Take(long count)
    {
        if ((ulong)count > (ulong)Remaining)
        {
            ThrowShort(count);
        }
        ReadOnlySpan<byte> taken = _bytes.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    public void Skip(long count) => Take(count);

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A number of 1 to 8 bytes.</summary>
    public ulong UInt(int size)
    {
        if (size == 8)
        {
            return U64();
        }
        ulong value = 0;
        ReadOnlySpan<byte> bytes = Take(size);
        for (int i = 0; i < bytes.Length; i++)
        {
            value |= (ulong)bytes[i] << (8 * i);
        }
        return value;
    }

    /// <summary>An address, <see cref="Hdf5Source.Undefined"/> where nothing is there.</summary>
    public long Address()
    {
        int size = _source.OffsetSize;
        long value = (long)UInt(size);
        if (size < 8 && value == (1L << (8 * size)) - 1)
        {
            return Hdf5Source.Undefined;
        }
        return value >= Hdf5Source.Undefined ? value : throw Bad($"address {(ulong)value:N0}", "one inside the file");
    }

    /// <summary>A length or size.</summary>
    public long Length()
    {
        long value = (long)UInt(_source.LengthSize);
        return value >= 0 ? value : throw Bad($"length {(ulong)value:N0}", "one that fits in the file");
    }

    public void Expect(ReadOnlySpan<byte> signature)
    {
        ReadOnlySpan<byte> found = Take(signature.Length);
        if (!found.SequenceEqual(signature))
        {
            ThrowSignature(found, signature);
        }
    }

    /// <summary>Text up to a NUL.</summary>
    public string NulTerminated()
    {
        int length = _bytes[_at..].IndexOf((byte)0);
        if (length < 0)
        {
            throw Bad("text without an end", "a NUL behind it");
        }
        string text = Encoding.UTF8.GetString(Take(length));
        _at++;
        return text;
    }

    public readonly ModelFormatException Bad(string found, string expected) =>
        _source.Bytes.Bad($"{_what} at offset {_start:N0}", found, expected);

    [DoesNotReturn]
    private readonly void ThrowShort(long count) =>
        throw Bad($"{Remaining:N0} bytes left of {_bytes.Length:N0}", $"{count:N0} more");

    [DoesNotReturn]
    private readonly void ThrowSignature(ReadOnlySpan<byte> found, ReadOnlySpan<byte> signature) =>
        throw Bad($"'{Encoding.Latin1.GetString(found)}'", $"'{Encoding.Latin1.GetString(signature)}'");
}
