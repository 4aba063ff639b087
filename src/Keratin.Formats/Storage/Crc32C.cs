using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Keratin.Formats.Storage;

/// <summary>
/// CRC-32 with Castagnoli's polynomial, which processors compute: eight bytes an instruction. The instruction's result takes three
/// cycles, so three streams are computed side by side and joined.
/// </summary>
internal static class Crc32C
{
    // Small enough for the first-level cache, large enough to make joining cheap.
    private const int Stream = 8 * 1024;
    private const int Block = 3 * Stream;

    private static readonly CrcPolynomial _polynomial = new(0x82f63b78);
    private static readonly uint _oneStream = _polynomial.PowerOfX(Stream * 8L);
    private static readonly uint _twoStreams = _polynomial.PowerOfX(2 * Stream * 8L);

    public static uint Compute(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>The CRC of what <paramref name="crc"/> is of, followed by more.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;
        while (data.Length >= Block)
        {
            crc = AppendBlock(crc, data);
            data = data[Block..];
        }
        while (data.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }
        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }
        return ~crc;
    }

    /// <summary>The CRC of two pieces of data, one behind the other.</summary>
    public static uint Join(uint first, uint second, long secondLength) => _polynomial.Join(first, second, secondLength);

    /// <summary>The form in which TensorFlow and LevelDB store CRCs, so that data that holds its own CRC has a good one, too.</summary>
    public static uint Mask(uint crc) => BitOperations.RotateRight(crc, 15) + 0xa282ead8;

    private static uint AppendBlock(uint crc, ReadOnlySpan<byte> data)
    {
        ref ulong words = ref Unsafe.As<byte, ulong>(ref MemoryMarshal.GetReference(data));
        const int Words = Stream / sizeof(ulong);
        uint first = crc, second = 0, third = 0;
        for (int i = 0; i < Words; i++)
        {
            first = BitOperations.Crc32C(first, LittleEndian(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ulong, byte>(ref Unsafe.Add(ref words, i)))));
            second = BitOperations.Crc32C(second, LittleEndian(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ulong, byte>(ref Unsafe.Add(ref words, i + Words)))));
            third = BitOperations.Crc32C(third, LittleEndian(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ulong, byte>(ref Unsafe.Add(ref words, i + 2 * Words)))));
        }
        return _polynomial.Multiply(_twoStreams, first) ^ _polynomial.Multiply(_oneStream, second) ^ third;
    }

    private static ulong LittleEndian(ulong word) => BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
}
