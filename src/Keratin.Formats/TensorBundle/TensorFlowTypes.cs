namespace Keratin.Formats.TensorBundle;

/// <summary>The element types by the numbers that TensorFlow's files use (<c>DataType</c>).</summary>
internal static class TensorFlowTypes
{
    public const int Float32 = 1;
    public const int String = 7;

    private static readonly (string Name, int Size)[] _types =
    [
        ("invalid", 0), ("float32", 4), ("float64", 8), ("int32", 4), ("uint8", 1), ("int16", 2), ("int8", 1), ("string", 0), ("complex64", 8),
        ("int64", 8), ("bool", 1), ("qint8", 1), ("quint8", 1), ("qint32", 4), ("bfloat16", 2), ("qint16", 2), ("quint16", 2), ("uint16", 2),
        ("complex128", 16), ("float16", 2), ("resource", 0), ("variant", 0), ("uint32", 4), ("uint64", 8), ("float8_e5m2", 1),
        ("float8_e4m3fn", 1), ("float8_e4m3fnuz", 1), ("float8_e4m3b11fnuz", 1), ("float8_e5m2fnuz", 1), ("int4", 1), ("uint4", 1), ("int2", 1),
        ("uint2", 1),
    ];

    public static string Name(int type) => (uint)type < (uint)_types.Length ? _types[type].Name : $"type {type}";

    /// <summary>The bytes of an element, or 0 where they aren't numbers of one size.</summary>
    public static int Size(int type) => (uint)type < (uint)_types.Length ? _types[type].Size : 0;
}
