using System.Numerics;

namespace Keratin;

/// <summary>Element types, with TensorFlow's numbers (<c>tf.dtypes</c>).</summary>
public enum DType : byte
{
    /// <summary>No type yet.</summary>
    Invalid = 0,
    /// <summary>32-bit IEEE floating point.</summary>
    Float32 = 1,
    /// <summary>64-bit IEEE floating point.</summary>
    Float64 = 2,
    /// <summary>Signed 32-bit integer.</summary>
    Int32 = 3,
    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 4,
    /// <summary>Signed 16-bit integer.</summary>
    Int16 = 5,
    /// <summary>Signed 8-bit integer.</summary>
    Int8 = 6,
    /// <summary>Byte strings of any length.</summary>
    String = 7,
    /// <summary>Two 32-bit floats: real and imaginary part.</summary>
    Complex64 = 8,
    /// <summary>Signed 64-bit integer.</summary>
    Int64 = 9,
    /// <summary>One byte, 0 or 1.</summary>
    Bool = 10,
    /// <summary>Quantized signed 8 bit.</summary>
    QInt8 = 11,
    /// <summary>Quantized unsigned 8 bit.</summary>
    QUInt8 = 12,
    /// <summary>Quantized signed 32 bit.</summary>
    QInt32 = 13,
    /// <summary>The upper 16 bits of a 32-bit float.</summary>
    BFloat16 = 14,
    /// <summary>Quantized signed 16 bit.</summary>
    QInt16 = 15,
    /// <summary>Quantized unsigned 16 bit.</summary>
    QUInt16 = 16,
    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16 = 17,
    /// <summary>Two 64-bit floats: real and imaginary part.</summary>
    Complex128 = 18,
    /// <summary>16-bit IEEE floating point (<c>float16</c>).</summary>
    Half = 19,
    /// <summary>Handle of a variable, a table and the like.</summary>
    Resource = 20,
    /// <summary>A value of any other kind, such as a TensorList.</summary>
    Variant = 21,
    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32 = 22,
    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64 = 23,
    /// <summary>8-bit float, 5 exponent bits, 2 mantissa bits.</summary>
    Float8E5M2 = 24,
    /// <summary>8-bit float, 4 exponent bits, 3 mantissa bits, finite only.</summary>
    Float8E4M3FN = 25,
    /// <summary>8-bit float, 4 exponent bits, 3 mantissa bits, finite, no negative zero.</summary>
    Float8E4M3FNUZ = 26,
    /// <summary>8-bit float, 4 exponent bits, bias 11, finite, no negative zero.</summary>
    Float8E4M3B11FNUZ = 27,
    /// <summary>8-bit float, 5 exponent bits, 2 mantissa bits, finite, no negative zero.</summary>
    Float8E5M2FNUZ = 28,
    /// <summary>Signed 4-bit integer, one a byte.</summary>
    Int4 = 29,
    /// <summary>Unsigned 4-bit integer, one a byte.</summary>
    UInt4 = 30,
    /// <summary>Signed 2-bit integer, one a byte.</summary>
    Int2 = 31,
    /// <summary>Unsigned 2-bit integer, one a byte.</summary>
    UInt2 = 32,
}

/// <summary>Facts about <see cref="DType"/> values.</summary>
public static class DTypes
{
    private static readonly string[] Names =
    [
        "invalid", "float32", "float64", "int32", "uint8", "int16", "int8", "string", "complex64", "int64", "bool",
        "qint8", "quint8", "qint32", "bfloat16", "qint16", "quint16", "uint16", "complex128", "float16", "resource",
        "variant", "uint32", "uint64", "float8_e5m2", "float8_e4m3fn", "float8_e4m3fnuz", "float8_e4m3b11fnuz",
        "float8_e5m2fnuz", "int4", "uint4", "int2", "uint2",
    ];

    /// <summary>The name Keras and NumPy use: <c>float32</c>, <c>int64</c>, <c>bool</c> …</summary>
    public static string Name(this DType dtype) => (int)dtype < Names.Length ? Names[(int)dtype] : $"dtype({(int)dtype})";

    /// <summary>The type of a Keras, NumPy or TensorFlow name; also <c>half</c>, <c>double</c>, <c>float</c>, <c>DT_FLOAT</c> forms.</summary>
    /// <exception cref="ArgumentException">The name is none of a dtype.</exception>
    public static DType Parse(string name) =>
        TryParse(name, out var dtype) ? dtype : throw new ArgumentException($"'{name}' is not the name of a dtype; known are float32, int32, bool, string and so on.", nameof(name));

    /// <summary>As <see cref="Parse"/>, without throwing.</summary>
    public static bool TryParse(string? name, out DType dtype)
    {
        dtype = DType.Invalid;
        if (name is null) return false;
        int index = Array.IndexOf(Names, name);
        if (index > 0) { dtype = (DType)index; return true; }
        dtype = name switch
        {
            "float" or "DT_FLOAT" => DType.Float32,
            "double" or "DT_DOUBLE" => DType.Float64,
            "half" or "DT_HALF" => DType.Half,
            "boolean" => DType.Bool,
            "str" or "object" => DType.String,
            _ when name.StartsWith("DT_", StringComparison.Ordinal) && Array.IndexOf(Names, name[3..].ToLowerInvariant()) is > 0 and var i => (DType)i,
            _ => DType.Invalid,
        };
        return dtype != DType.Invalid;
    }

    /// <summary>Bytes of one element; 0 for strings, resources and variants, whose elements are objects.</summary>
    public static int Size(this DType dtype) => dtype switch
    {
        DType.Float64 or DType.Int64 or DType.UInt64 or DType.Complex64 => 8,
        DType.Float32 or DType.Int32 or DType.UInt32 or DType.QInt32 => 4,
        DType.Int16 or DType.UInt16 or DType.Half or DType.BFloat16 or DType.QInt16 or DType.QUInt16 => 2,
        DType.Complex128 => 16,
        DType.String or DType.Resource or DType.Variant or DType.Invalid => 0,
        _ => 1,
    };

    /// <summary>Real floating-point types of any width.</summary>
    public static bool IsFloating(this DType dtype) => dtype is DType.Float32 or DType.Float64 or DType.Half or DType.BFloat16
        or (>= DType.Float8E5M2 and <= DType.Float8E5M2FNUZ);

    /// <summary>complex64 and complex128.</summary>
    public static bool IsComplex(this DType dtype) => dtype is DType.Complex64 or DType.Complex128;

    /// <summary>Signed and unsigned integers (not bool, not quantized).</summary>
    public static bool IsInteger(this DType dtype) => dtype is DType.Int32 or DType.UInt8 or DType.Int16 or DType.Int8 or DType.Int64
        or DType.UInt16 or DType.UInt32 or DType.UInt64 or DType.Int4 or DType.UInt4 or DType.Int2 or DType.UInt2;

    /// <summary>Types through which gradients flow: floating point and complex.</summary>
    public static bool IsDifferentiable(this DType dtype) => dtype.IsFloating() || dtype.IsComplex() || dtype is DType.Resource or DType.Variant;

    /// <summary>Elements are objects rather than numbers: string, resource, variant.</summary>
    public static bool IsObject(this DType dtype) => dtype is DType.String or DType.Resource or DType.Variant;

    /// <summary>The dtype whose elements are laid out as <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">No dtype has that layout.</exception>
    public static DType Of<T>()
    {
        if (typeof(T) == typeof(float)) return DType.Float32;
        if (typeof(T) == typeof(double)) return DType.Float64;
        if (typeof(T) == typeof(int)) return DType.Int32;
        if (typeof(T) == typeof(byte)) return DType.UInt8;
        if (typeof(T) == typeof(short)) return DType.Int16;
        if (typeof(T) == typeof(sbyte)) return DType.Int8;
        if (typeof(T) == typeof(string)) return DType.String;
        if (typeof(T) == typeof(long)) return DType.Int64;
        if (typeof(T) == typeof(bool)) return DType.Bool;
        if (typeof(T) == typeof(BFloat16)) return DType.BFloat16;
        if (typeof(T) == typeof(ushort)) return DType.UInt16;
        if (typeof(T) == typeof(Half)) return DType.Half;
        if (typeof(T) == typeof(uint)) return DType.UInt32;
        if (typeof(T) == typeof(ulong)) return DType.UInt64;
        if (typeof(T) == typeof(Complex)) return DType.Complex128;
        if (typeof(T) == typeof(Complex64)) return DType.Complex64;
        throw new NotSupportedException($"No dtype has elements of the .NET type {typeof(T)}.");
    }
}
