namespace Keratin.Formats.TensorBundle.Tables;

/// <summary>Where a block is in a table.</summary>
internal readonly record struct BlockHandle(ulong Offset, ulong Size)
{
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out BlockHandle handle)
    {
        bool whole = Varint.TryRead(bytes, ref at, out ulong offset);
        whole &= Varint.TryRead(bytes, ref at, out ulong size);
        handle = new(offset, size);
        return whole;
    }

    public int Write(Span<byte> bytes)
    {
        int length = Varint.Write(bytes, Offset);
        return length + Varint.Write(bytes[length..], Size);
    }
}
