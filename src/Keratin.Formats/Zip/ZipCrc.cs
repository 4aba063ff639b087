using System.Buffers;
using System.IO.Hashing;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Zip;

/// <summary>CRC-32 of data that comes in pieces, of which large ones are computed by several threads.</summary>
internal struct ZipCrc
{
    /// <summary>From here on, a thread more pays.</summary>
    public const int ParallelPays = 8 << 20;

    /// <summary>Fits into the second-level cache.</summary>
    private const int PieceLength = 1 << 18;

    private static readonly CrcPolynomial _polynomial = new(0xedb88320);

    public uint Value { get; private set; }

    public void Append(ReadOnlySpan<byte> piece) => Append(Crc32.HashToUInt32(piece), piece.Length);

    /// <summary>Goes on with a piece whose own CRC is known.</summary>
    public void Append(uint crc, long length) => Value = _polynomial.Join(Value, crc, length);

    public static uint Compute(ByteSource data, string place)
    {
        int parts = (int)Math.Clamp(data.Length / ParallelPays, 1, Math.Min(Environment.ProcessorCount, 4));
        var crcs = new uint[parts];
        long Start(int part) => data.Length * part / parts;
        Pieces.ForEach(parts, i => crcs[i] = Compute(data, Start(i), Start(i + 1), place));
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
}
