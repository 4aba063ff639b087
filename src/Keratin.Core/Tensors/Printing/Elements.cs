namespace Keratin;

/// <summary>Single elements of tensors of any dtype, for printing.</summary>
internal static class Elements
{
    /// <summary>A floating-point element; null for other dtypes.</summary>
    public static double? Real(EagerTensor tensor, int index) => tensor.DType switch
    {
        DType.Float32 => tensor.Bits<float>(index),
        DType.Float64 => tensor.Bits<double>(index),
        DType.Half => (double)tensor.Bits<Half>(index),
        DType.BFloat16 => tensor.Bits<BFloat16>(index),
        DType.Float8E5M2 => Float8(tensor.Bits<byte>(index), 2, 15),
        DType.Float8E4M3FN => Float8(tensor.Bits<byte>(index), 3, 7),
        DType.Float8E4M3FNUZ => Float8(tensor.Bits<byte>(index), 3, 8),
        DType.Float8E4M3B11FNUZ => Float8(tensor.Bits<byte>(index), 3, 11),
        DType.Float8E5M2FNUZ => Float8(tensor.Bits<byte>(index), 2, 16),
        _ => null,
    };

    // Biases 7 and 15 are those of the types with a negative zero; the one with two fraction bits has infinities as well.
    private static double Float8(byte bits, int fractionBits, int bias)
    {
        int exponent = (bits & 0x7F) >> fractionBits, fraction = bits & ((1 << fractionBits) - 1), most = 0x7F >> fractionBits;
        if (bias is not (7 or 15) && bits == 0x80) return double.NaN;
        if (bias == 7 && (bits & 0x7F) == 0x7F) return double.NaN;
        double sign = bits >= 0x80 ? -1 : 1;
        if (bias == 15 && exponent == most) return fraction == 0 ? sign * double.PositiveInfinity : double.NaN;
        double scale = 1 << fractionBits;
        return sign * (exponent == 0 ? Math.ScaleB(fraction / scale, 1 - bias) : Math.ScaleB(1 + fraction / scale, exponent - bias));
    }

    /// <summary>A complex element.</summary>
    public static System.Numerics.Complex Complex(EagerTensor tensor, int index) => tensor.DType == DType.Complex64
        ? tensor.Bits<Complex64>(index) : tensor.Bits<System.Numerics.Complex>(index);

    /// <summary>An integer element; null for other dtypes.</summary>
    public static Int128? Integer(EagerTensor tensor, int index) => tensor.DType switch
    {
        DType.Int64 => tensor.Bits<long>(index),
        DType.UInt64 => tensor.Bits<ulong>(index),
        DType.Int32 or DType.QInt32 => tensor.Bits<int>(index),
        DType.UInt32 => tensor.Bits<uint>(index),
        DType.Int16 or DType.QInt16 => tensor.Bits<short>(index),
        DType.UInt16 or DType.QUInt16 => tensor.Bits<ushort>(index),
        DType.Int8 or DType.QInt8 or DType.Int4 or DType.Int2 => tensor.Bits<sbyte>(index),
        DType.UInt8 or DType.QUInt8 or DType.UInt4 or DType.UInt2 or DType.Bool => tensor.Bits<byte>(index),
        _ => null,
    };
}
