using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Keratin.Formats.TensorBundle;

/// <summary>
/// The key under which an index keeps a slice of a tensor: the number 0, the tensor's name, the number of axes, then start and length
/// on each axis, in a code ("ordered code") whose bytes sort as what they stand for.
/// </summary>
internal static class SliceKey
{
    /// <param name="name">The whole tensor's name.</param>
    /// <param name="starts">Where the slice begins on each axis.</param>
    /// <param name="lengths">How long it is, or -1 where it takes the whole axis.</param>
    public static byte[] Encode(string name, ReadOnlySpan<long> starts, ReadOnlySpan<long> lengths)
    {
        var key = new List<byte>(name.Length + 8 + (4 * starts.Length));
        Number(key, 0);
        Text(key, name);
        Number(key, (ulong)starts.Length);
        for (int i = 0; i < starts.Length; i++)
        {
            SignedNumber(key, starts[i]);
            SignedNumber(key, lengths[i]);
        }
        return [.. key];
    }

    /// <summary>Whether a key is that of a slice rather than a tensor's name.</summary>
    public static bool IsSlice(ReadOnlySpan<byte> key) => !key.IsEmpty && key[0] == 0;

    // How many bytes follow, then the number, highest byte first, without leading zeros.
    private static void Number(List<byte> key, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        int zeros = BitOperations.LeadingZeroCount(value) / 8;
        key.Add((byte)(sizeof(ulong) - zeros));
        key.AddRange(bytes[zeros..]);
    }

    // 00 and FF get a second byte, so that 00 01 can end the text.
    private static void Text(List<byte> key, string text)
    {
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            key.Add(value);
            if (value == 0x00)
            {
                key.Add(0xff);
            }
            else if (value == 0xff)
            {
                key.Add(0x00);
            }
        }
        key.Add(0x00);
        key.Add(0x01);
    }

    // As many leading one bits as bytes, then the number; a negative one has all of it inverted.
    private static void SignedNumber(List<byte> key, long value)
    {
        ulong magnitude = (ulong)(value < 0 ? ~value : value);
        int length = ((64 - BitOperations.LeadingZeroCount(magnitude)) / 7) + 1;
        Span<byte> bytes = stackalloc byte[10];
        bytes[..2].Fill(value < 0 ? (byte)0xff : (byte)0);
        BinaryPrimitives.WriteInt64BigEndian(bytes[2..], value);
        Span<byte> used = bytes[(10 - length)..];
        used[0] ^= (byte)(0xff00 >> Math.Min(length, 8));
        if (length > 8)
        {
            used[1] ^= (byte)(0xff00 >> (length - 8));
        }
        key.AddRange(used);
    }
}
