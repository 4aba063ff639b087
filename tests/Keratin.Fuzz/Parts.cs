using System.Buffers.Binary;

namespace Keratin.Fuzz;

/// <summary>Several files as one, for targets that need more than one: each with its length (4 bytes, little-endian) before it.</summary>
internal static class Parts
{
    public static byte[] Pack(IReadOnlyList<byte[]> parts)
    {
        using var packed = new MemoryStream();
        Span<byte> length = stackalloc byte[4];
        foreach (byte[] part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
            packed.Write(length);
            packed.Write(part);
        }
        return packed.ToArray();
    }

    /// <summary>Takes them apart; a length that can't be true takes what is left.</summary>
    public static List<byte[]> Unpack(ReadOnlySpan<byte> packed)
    {
        var parts = new List<byte[]>();
        while (packed.Length > 4)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(packed);
            packed = packed[4..];
            int taken = (int)Math.Min(length, (uint)packed.Length);
            parts.Add(packed[..taken].ToArray());
            packed = packed[taken..];
        }
        return parts;
    }
}
