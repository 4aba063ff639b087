namespace Keratin.Formats.TensorBundle.Tables;

/// <summary>Whole numbers in as few bytes as they need, seven bits a byte, the lowest first.</summary>
internal static class Varint
{
    public const int MaxLength = 10;

    /// <summary>Reads a number and moves <paramref name="at"/> behind it; false if there is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return shift < 63 || next <= 1;
            }
        }
        return false;
    }

    /// <summary>The number of bytes written.</summary>
    public static int Write(Span<byte> bytes, ulong value)
    {
        int at = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[at++] = (byte)(value | 0x80);
        }
        bytes[at++] = (byte)value;
        return at;
    }
}
