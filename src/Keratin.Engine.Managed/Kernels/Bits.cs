namespace Keratin.Engines.Managed.Kernels;

/// <summary>The bytes of particular values of a dtype.</summary>
internal static class Bits
{
    /// <summary>The number one, in little-endian order: the lower 8 bytes, then the upper 8 of a complex128.</summary>
    public static (ulong Low, ulong High) One(DType dtype) => (dtype switch
    {
        DType.Float32 or DType.Complex64 => BitConverter.SingleToUInt32Bits(1),
        DType.Float64 or DType.Complex128 => BitConverter.DoubleToUInt64Bits(1),
        DType.Half => BitConverter.HalfToUInt16Bits((Half)1),
        DType.BFloat16 => ((BFloat16)1f).Bits,
        DType.Float8E5M2 => 0x3C,
        DType.Float8E4M3FN => 0x38,
        DType.Float8E4M3FNUZ or DType.Float8E5M2FNUZ => 0x40,
        DType.Float8E4M3B11FNUZ => 0x58,
        _ => 1,
    }, 0);
}
