using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Keratin.Formats.Storage;

internal static class ByteOrder
{
    /// <summary>Turns round the bytes of every number in place.</summary>
    /// <param name="bytes">Numbers, one after the other.</param>
    /// <param name="size">Of one number: 1, 2, 4, 8, or any other for types without vector support.</param>
    public static void Reverse(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 1:
                break;
            case 2:
                Span<ushort> two = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(two, two);
                break;
            case 4:
                Span<uint> four = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(four, four);
                break;
            case 8:
                Span<ulong> eight = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(eight, eight);
                break;
            default:
                for (int at = 0; at + size <= bytes.Length; at += size)
                {
                    bytes.Slice(at, size).Reverse();
                }
                break;
        }
    }
}
