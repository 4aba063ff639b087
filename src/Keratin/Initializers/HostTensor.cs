using System.Runtime.InteropServices;

namespace Keratin.Initializers;

/// <summary>Tensors from and to doubles, on the host, in any dtype of numbers.</summary>
internal static unsafe class HostTensor
{
    /// <summary>The elements of a new tensor, to be filled.</summary>
    public static Span<T> Elements<T>(EagerTensor tensor)
        where T : unmanaged =>
        new(tensor.Pointer, checked((int)tensor.Shape.ElementCount));

    public static EagerTensor Filled(double value, Shape shape, DType dtype)
    {
        var one = From([value], [1], dtype);
        var result = EagerTensor.Allocate(dtype, shape);
        var bytes = new Span<byte>(result.Pointer, checked((int)result.ByteLength));
        switch (dtype.Size())
        {
            case 1: bytes.Fill(one.Bytes[0]); break;
            case 2: MemoryMarshal.Cast<byte, short>(bytes).Fill(MemoryMarshal.Read<short>(one.Bytes)); break;
            case 4: MemoryMarshal.Cast<byte, int>(bytes).Fill(MemoryMarshal.Read<int>(one.Bytes)); break;
            default: MemoryMarshal.Cast<byte, long>(bytes).Fill(MemoryMarshal.Read<long>(one.Bytes)); break;
        }

        return result;
    }

    public static EagerTensor From(ReadOnlySpan<double> values, Shape shape, DType dtype)
    {
        var result = EagerTensor.Allocate(dtype, shape);
        switch (dtype)
        {
            case DType.Float32: Convert(values, Elements<float>(result), static x => (float)x); break;
            case DType.Float64: values.CopyTo(Elements<double>(result)); break;
            case DType.Half: Convert(values, Elements<Half>(result), static x => (Half)x); break;
            case DType.BFloat16: Convert(values, Elements<BFloat16>(result), static x => (BFloat16)(float)x); break;
            case DType.Int32: Convert(values, Elements<int>(result), static x => (int)x); break;
            case DType.Int64: Convert(values, Elements<long>(result), static x => (long)x); break;
            case DType.Int16: Convert(values, Elements<short>(result), static x => (short)x); break;
            case DType.Int8: Convert(values, Elements<sbyte>(result), static x => (sbyte)x); break;
            case DType.UInt8: Convert(values, Elements<byte>(result), static x => (byte)x); break;
            case DType.UInt16: Convert(values, Elements<ushort>(result), static x => (ushort)x); break;
            case DType.UInt32: Convert(values, Elements<uint>(result), static x => (uint)x); break;
            case DType.UInt64: Convert(values, Elements<ulong>(result), static x => (ulong)x); break;
            case DType.Bool: Convert(values, Elements<bool>(result), static x => x != 0); break;
            default: throw new ArgumentException($"Weights of dtype {dtype.Name()} can't be initialized.", nameof(dtype));
        }

        return result;
    }

    public static double[] ToDoubles(EagerTensor tensor) => tensor.DType switch
    {
        DType.Float32 => Convert(tensor.AsSpan<float>(), static x => (double)x),
        DType.Float64 => tensor.ToArray<double>(),
        DType.Half => Convert(tensor.AsSpan<Half>(), static x => (double)x),
        DType.BFloat16 => Convert(tensor.AsSpan<BFloat16>(), static x => (double)x),
        DType.Int32 => Convert(tensor.AsSpan<int>(), static x => (double)x),
        DType.Int64 => Convert(tensor.AsSpan<long>(), static x => (double)x),
        DType.Int16 => Convert(tensor.AsSpan<short>(), static x => (double)x),
        DType.Int8 => Convert(tensor.AsSpan<sbyte>(), static x => (double)x),
        DType.UInt8 => Convert(tensor.AsSpan<byte>(), static x => (double)x),
        DType.UInt16 => Convert(tensor.AsSpan<ushort>(), static x => (double)x),
        DType.UInt32 => Convert(tensor.AsSpan<uint>(), static x => (double)x),
        DType.UInt64 => Convert(tensor.AsSpan<ulong>(), static x => (double)x),
        DType.Bool => Convert(tensor.AsSpan<bool>(), static x => x ? 1.0 : 0.0),
        _ => throw new ArgumentException($"A tensor of dtype {tensor.DType.Name()} holds no real numbers.", nameof(tensor)),
    };

    private static double[] Convert<T>(ReadOnlySpan<T> values, Func<T, double> convert)
    {
        var result = new double[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = convert(values[i]);
        return result;
    }

    private static void Convert<T>(ReadOnlySpan<double> values, Span<T> result, Func<double, T> convert)
    {
        for (int i = 0; i < result.Length; i++) result[i] = convert(values[i]);
    }
}
