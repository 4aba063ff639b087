using System.IO.Hashing;

namespace Keratin.Formats.Zip;

/// <summary>CRC-32 of data that comes in pieces, of which large ones are computed by several threads.</summary>
internal struct ZipCrc
{
    /// <summary>The CRC polynomial, lowest bit for the highest power.</summary>
    private const uint Polynomial = 0xedb88320;

    /// <summary>From here on, a thread more pays.</summary>
    public const int ParallelPays = 8 << 20;

    private static readonly uint[] _powers = Powers();

    public uint Value { get; private set; }

    public void Append(ReadOnlySpan<byte> piece) => Append(Compute(piece), piece.Length);

    /// <summary>Goes on with a piece whose own CRC is known.</summary>
    public void Append(uint crc, long length) => Value = Multiply(PowerOfX(length * 8), Value) ^ crc;

    public static unsafe uint Compute(ReadOnlySpan<byte> data)
    {
        int parts = Math.Min(Math.Min(Environment.ProcessorCount, 4), data.Length / ParallelPays);
        if (parts < 2)
        {
            return Crc32.HashToUInt32(data);
        }
        var crcs = new uint[parts];
        int size = data.Length / parts;
        fixed (byte* start = data)
        {
            byte* from = start;
            int length = data.Length;
            Parallel.For(0, parts, i => crcs[i] = Crc32.HashToUInt32(
                new ReadOnlySpan<byte>(from + (long)i * size, i == parts - 1 ? length - i * size : size)));
        }
        var all = new ZipCrc();
        for (int i = 0; i < parts; i++)
        {
            all.Append(crcs[i], i == parts - 1 ? data.Length - i * size : size);
        }
        return all.Value;
    }

    /// <summary>x to the power of n, modulo the polynomial: what n zero bits behind data do to its CRC.</summary>
    private static uint PowerOfX(long n)
    {
        uint result = 1u << 31;
        for (int i = 0; n != 0; i++, n >>= 1)
        {
            if ((n & 1) != 0)
            {
                result = Multiply(_powers[i], result);
            }
        }
        return result;
    }

    /// <summary>x to the powers 1, 2, 4, 8 …</summary>
    private static uint[] Powers()
    {
        var powers = new uint[64];
        powers[0] = 1u << 30;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = Multiply(powers[i - 1], powers[i - 1]);
        }
        return powers;
    }

    /// <summary>Multiplies two polynomials over bits, modulo the CRC's.</summary>
    private static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (uint bit = 1u << 31; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0)
            {
                product ^= b;
            }
            b = (b >> 1) ^ ((b & 1) != 0 ? Polynomial : 0);
        }
        return product;
    }
}
