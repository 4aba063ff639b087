namespace Keratin.Engines.Managed.Kernels;

/// <summary>The bytes of particular numbers of a dtype, in little-endian order: the lower 8, then the upper 8 of a complex128.</summary>
internal static class Bits
{
    /// <summary>The number nearest to a value.</summary>
    public static (ulong Low, ulong High) Of(DType dtype, double value) => (dtype switch
    {
        DType.Float32 or DType.Complex64 => BitConverter.SingleToUInt32Bits((float)value),
        DType.Float64 or DType.Complex128 => BitConverter.DoubleToUInt64Bits(value),
        DType.Half => BitConverter.HalfToUInt16Bits((Half)value),
        DType.BFloat16 => ((BFloat16)(float)value).Bits,
        DType.Float8E5M2 when value == 1 => 0x3C,
        DType.Float8E4M3FN when value == 1 => 0x38,
        DType.Float8E4M3FNUZ or DType.Float8E5M2FNUZ when value == 1 => 0x40,
        DType.Float8E4M3B11FNUZ when value == 1 => 0x58,
        _ when dtype.IsFloating() && value != 0 => throw new NotSupportedException($"{value} is not known as {dtype.Name()}."),
        DType.UInt64 => (ulong)value,
        _ => (ulong)(long)value,
    }, 0);

    /// <summary>The smallest finite number.</summary>
    public static double Lowest(DType dtype) => dtype switch
    {
        DType.Float32 => float.MinValue,
        DType.Float64 => double.MinValue,
        DType.Half => (double)Half.MinValue,
        DType.BFloat16 => -3.38953138925153547590470800371487866880e38,
        DType.Int8 => sbyte.MinValue,
        DType.Int16 => short.MinValue,
        DType.Int32 => int.MinValue,
        DType.Int64 => long.MinValue,
        _ => 0,
    };

    /// <summary>The largest finite number; of 64-bit integers, the value that converts to it.</summary>
    public static double Highest(DType dtype) => dtype switch
    {
        DType.Int8 => sbyte.MaxValue,
        DType.Int16 => short.MaxValue,
        DType.Int32 => int.MaxValue,
        DType.Int64 => long.MaxValue,
        DType.UInt8 => byte.MaxValue,
        DType.UInt16 => ushort.MaxValue,
        DType.UInt32 => uint.MaxValue,
        DType.UInt64 => ulong.MaxValue,
        _ => -Lowest(dtype),
    };
}
