namespace Keratin.Engines.Managed.Kernels;

/// <summary>Reads one element of an integer tensor of any width.</summary>
internal static unsafe class IndexReader
{
    /// <summary>The function that reads elements of an integer dtype.</summary>
    public static delegate*<byte*, long, long> For(DType dtype) => dtype switch
    {
        DType.Int64 => &Int64,
        DType.Int32 => &Int32,
        DType.Int16 => &Int16,
        DType.UInt16 => &UInt16,
        DType.Int8 => &Int8,
        DType.UInt8 => &UInt8,
        _ => throw new ArgumentException($"Indices must be integers; they are {dtype.Name()}."),
    };

    private static long Int64(byte* source, long index) => ((long*)source)[index];
    private static long Int32(byte* source, long index) => ((int*)source)[index];
    private static long Int16(byte* source, long index) => ((short*)source)[index];
    private static long UInt16(byte* source, long index) => ((ushort*)source)[index];
    private static long Int8(byte* source, long index) => ((sbyte*)source)[index];
    private static long UInt8(byte* source, long index) => source[index];
}
