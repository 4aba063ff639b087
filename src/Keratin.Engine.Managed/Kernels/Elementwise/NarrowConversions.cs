using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Conversions between a type that isn't computed in and its neighbour that is; and those between core types.</summary>
internal static unsafe class NarrowConversions
{
    public static Conversion? Find(DType from, DType to) => (from, to) switch
    {
        (DType.Half, DType.Float32) => static (source, target, count) =>
        {
            const int Chunk = 1 << 20;
            for (nint i = 0; i < count; i += Chunk)
            {
                int size = (int)Math.Min(Chunk, count - i);
                TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>((Half*)source + i, size), new Span<float>((float*)target + i, size));
            }
        },
        (DType.Float32, DType.Half) => static (source, target, count) =>
        {
            const int Chunk = 1 << 20;
            for (nint i = 0; i < count; i += Chunk)
            {
                int size = (int)Math.Min(Chunk, count - i);
                TensorPrimitives.ConvertToHalf(new ReadOnlySpan<float>((float*)source + i, size), new Span<Half>((Half*)target + i, size));
            }
        },
        (DType.BFloat16, DType.Float32) => FromBFloat16,
        (DType.Float32, DType.BFloat16) => ToBFloat16,
        (DType.Complex64, DType.Complex128) => static (source, target, count) =>
        {
            for (nint i = 0; i < 2 * count; i++) ((double*)target)[i] = ((float*)source)[i];
        },
        (DType.Complex128, DType.Complex64) => static (source, target, count) =>
        {
            for (nint i = 0; i < 2 * count; i++) ((float*)target)[i] = (float)((double*)source)[i];
        },
        (DType.Complex128, DType.Float64) => static (source, target, count) =>
        {
            for (nint i = 0; i < count; i++) ((double*)target)[i] = ((Complex*)source)[i].Real;
        },
        (DType.Float64, DType.Complex128) => static (source, target, count) =>
        {
            for (nint i = 0; i < count; i++) ((Complex*)target)[i] = ((double*)source)[i];
        },
        (DType.Bool or DType.UInt4 or DType.UInt2, DType.UInt8) => Conversions.Copy(1),
        (DType.UInt8, DType.UInt4) => Bits<byte>(4),
        (DType.UInt8, DType.UInt2) => Bits<byte>(2),
        (DType.Int4, DType.Int8) or (DType.Int8, DType.Int4) => Bits<sbyte>(4),
        (DType.Int2, DType.Int8) or (DType.Int8, DType.Int2) => Bits<sbyte>(2),
        (>= DType.Float8E5M2 and <= DType.Float8E5M2FNUZ, DType.Float32) => new Float8(from).ToSingle,
        (DType.Float32, >= DType.Float8E5M2 and <= DType.Float8E5M2FNUZ) => new Float8(to).FromSingle,
        _ => Conversions.Core(from, to),
    };

    /// <summary>float32 to bfloat16 by cutting the lower bits off, as the cast with <c>Truncate</c> does.</summary>
    public static void TruncateToBFloat16(void* source, void* target, nint count)
    {
        for (nint i = 0; i < count; i++)
            ((ushort*)target)[i] = float.IsNaN(((float*)source)[i]) ? ((BFloat16)float.NaN).Bits : (ushort)(((uint*)source)[i] >> 16);
    }

    [MethodImpl(Simd.Loop)]
    private static void FromBFloat16(void* source, void* target, nint count)
    {
        nint i = 0;
        for (; i <= count - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(*(Vector<ushort>*)((ushort*)source + i), out var low, out var high);
            Vector.ShiftLeft(low, 16).Store((uint*)target + i);
            Vector.ShiftLeft(high, 16).Store((uint*)target + i + Vector<uint>.Count);
        }
        for (; i < count; i++) ((uint*)target)[i] = (uint)((ushort*)source)[i] << 16;
    }

    [MethodImpl(Simd.Loop)]
    private static void ToBFloat16(void* source, void* target, nint count)
    {
        nint i = 0;
        for (; i <= count - Vector<ushort>.Count; i += Vector<ushort>.Count)
            Vector.Narrow(Round(*(Vector<uint>*)((uint*)source + i)), Round(*(Vector<uint>*)((uint*)source + i + Vector<uint>.Count))).Store((ushort*)target + i);
        for (; i < count; i++) ((ushort*)target)[i] = ((BFloat16)((float*)source)[i]).Bits;
    }

    // To nearest, ties to even; a NaN stays one whatever its bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Round(Vector<uint> bits)
    {
        var upper = Vector.ShiftRightLogical(bits, 16);
        var rounded = Vector.ShiftRightLogical(bits + new Vector<uint>(0x7FFF) + (upper & Vector<uint>.One), 16);
        var number = Vector.AsVectorSingle(bits);
        return Vector.ConditionalSelect(Vector.AsVectorUInt32(Vector.Equals(number, number)), rounded, upper | new Vector<uint>(0x40));
    }

    /// <summary>Keeps the lower bits; of a signed type, with the sign.</summary>
    private static Conversion Bits<T>(int bits) where T : unmanaged, IBinaryInteger<T> => (source, target, count) =>
    {
        int shift = (8 * sizeof(T)) - bits;
        for (nint i = 0; i < count; i++) ((T*)target)[i] = ((T*)source)[i] << shift >> shift;
    };
}
