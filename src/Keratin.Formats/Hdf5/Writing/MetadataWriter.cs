using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Keratin.Formats.Hdf5.Writing;

/// <summary>Writes numbers and text into the metadata, whose size has been measured before. What is skipped stays 0.</summary>
internal sealed class MetadataWriter(byte[] bytes)
{
    public int Position { get; set; }

    public void U8(int value) => bytes[Position++] = (byte)value;

    public void U16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(Position), (ushort)value);
        Position += 2;
    }

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Position), value);
        Position += 4;
    }

    /// <summary>A length or an address; -1 is HDF5's undefined address.</summary>
    public void U64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Position), value);
        Position += 8;
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(bytes.AsSpan(Position));
        Position += value.Length;
    }

    public void Text(string value) => Position += Encoding.UTF8.GetBytes(value, bytes.AsSpan(Position));

    /// <summary>Goes on to a multiple of eight, counted from <paramref name="start"/>.</summary>
    public void Pad(int start) => Position = start + Padded(Position - start);

    public static int Padded(int size) => (size + 7) & ~7;

    public static long Padded(long size) => (size + 7) & ~7L;

    /// <summary>The bytes of numbers, which HDF5 stores as they are in memory.</summary>
    public static byte[] ToBytes<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        var raw = new byte[values.Length * Unsafe.SizeOf<T>()];
        MemoryMarshal.AsBytes(values).CopyTo(raw);
        return raw;
    }
}
