using System.Buffers.Binary;

namespace Keratin.Formats.Zip;

/// <summary>A record of a zip file, filled in from front to back.</summary>
internal struct ZipRecord(int size)
{
    private int _at;

    public byte[] Whole { get; } = new byte[size];

    public void U8(int value) => Whole[_at++] = (byte)value;

    public void U16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Whole.AsSpan(_at), (ushort)value);
        _at += 2;
    }

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Whole.AsSpan(_at), value);
        _at += 4;
    }

    public void U64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Whole.AsSpan(_at), value);
        _at += 8;
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Whole.AsSpan(_at));
        _at += value.Length;
    }
}
