namespace Keratin.Engines.Managed.Kernels;

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
        _ => null,
    };

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
