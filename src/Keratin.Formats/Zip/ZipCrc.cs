using System.Buffers;
using System.IO.Hashing;
using System.Runtime.ExceptionServices;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Zip;

/// <summary>CRC-32 of data that comes in pieces, of which large ones are computed by several threads.</summary>
internal struct ZipCrc
{
    /// <summary>The CRC polynomial, lowest bit for the highest power.</summary>
    private const uint Polynomial = 0xedb88320;

    /// <summary>From here on, a thread more pays.</summary>
    public const int ParallelPays = 8 << 20;

    /// <summary>Fits into the second-level cache.</summary>
    private const int PieceLength = 1 << 18;

    private static readonly uint[] _powers = Powers();

    public uint Value { get; private set; }

    public void Append(ReadOnlySpan<byte> piece) => Append(Crc32.HashToUInt32(piece), piece.Length);

    /// <summary>Goes on with a piece whose own CRC is known.</summary>
    public void Append(uint crc, long length) => Value = Multiply(PowerOfX(length * 8), Value) ^ crc;

    public static uint Compute(ByteSource data, string place)
    {
        int parts = (int)Math.Clamp(data.Length / ParallelPays, 1, Math.Min(Environment.ProcessorCount, 4));
        var crcs = new uint[parts];
        long Start(int part) => data.Length * part / parts;
        try
        {
            Parallel.For(0, parts, i => crcs[i] = Compute(data, Start(i), Start(i + 1), place));
        }
        catch (AggregateException many)
        {
            ExceptionDispatchInfo.Throw(many.InnerExceptions[0]);
        }
        var all = new ZipCrc();
        for (int i = 0; i < parts; i++)
        {
            all.Append(crcs[i], Start(i + 1) - Start(i));
        }
        return all.Value;
    }

    private static uint Compute(ByteSource data, long start, long end, string place)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(PieceLength, end - start));
        var crc = new Crc32();
        for (long at = start; at < end; at += buffer.Length)
        {
            crc.Append(data.Read(at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)), place));
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return crc.GetCurrentHashAsUInt32();
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
