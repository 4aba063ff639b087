using System.Buffers.Binary;

namespace Keratin.Fuzz.Mutations;

/// <summary>Changes bits, bytes and numbers of a file, or cuts it.</summary>
internal static class ByteMutation
{
    public static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        bool mayCut = random.Next(3) == 0;
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(10))
            {
                case 0 when mayCut:
                    Array.Resize(ref bytes, Math.Max(1, at));
                    break;
                case < 3:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case < 5:
                    bytes[at] = (byte)random.Next(256);
                    break;
                default:
                    at = Occupied(bytes, at);
                    Replace(bytes.AsSpan(at), random);
                    break;
            }
        }
        return bytes;
    }

    // Most of a file is empty space; a number that is there is more likely to be a length or an address.
    private static int Occupied(byte[] bytes, int at)
    {
        int next = bytes.AsSpan(at).IndexOfAnyExcept((byte)0);
        return next < 0 ? at : at + next;
    }

    private static void Replace(Span<byte> at, Random random)
    {
        int size = 1 << random.Next(1, 4);
        if (at.Length < 8) return;
        ulong old = BinaryPrimitives.ReadUInt64LittleEndian(at);
        ulong value = random.Next(9) switch
        {
            0 => 0,
            1 => ulong.MaxValue,
            2 => int.MaxValue,
            3 => 1ul << random.Next(64),
            4 => old + 1,
            5 => old - 1,
            6 => old * 2,
            7 => (ulong)random.Next(20_000),
            _ => (ulong)random.NextInt64(),
        };
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(eight, value);
        eight[..size].CopyTo(at);
    }
}
