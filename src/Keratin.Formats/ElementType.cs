namespace Keratin.Formats;

/// <summary>What one element of a stored array is. Numbers are little-endian in memory, whatever the file had.</summary>
public enum ElementType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Signed, 8 bits.</summary>
    Int8,

    /// <summary>Signed, 16 bits.</summary>
    Int16,

    /// <summary>Signed, 32 bits.</summary>
    Int32,

    /// <summary>Signed, 64 bits.</summary>
    Int64,

    /// <summary>Unsigned, 8 bits.</summary>
    UInt8,

    /// <summary>Unsigned, 16 bits.</summary>
    UInt16,

    /// <summary>Unsigned, 32 bits.</summary>
    UInt32,

    /// <summary>Unsigned, 64 bits.</summary>
    UInt64,

    /// <summary>IEEE 754, 16 bits.</summary>
    Float16,

    /// <summary>The upper half of a <see cref="Float32"/>.</summary>
    BFloat16,

    /// <summary>IEEE 754, 32 bits.</summary>
    Float32,

    /// <summary>IEEE 754, 64 bits.</summary>
    Float64,

    /// <summary>Two 32-bit floats: real, imaginary.</summary>
    Complex64,

    /// <summary>Two 64-bit floats: real, imaginary.</summary>
    Complex128,

    /// <summary>A fixed number of bytes that hold text, padded at the end (NumPy's <c>S</c>).</summary>
    FixedString,

    /// <summary>A fixed number of UTF-32 code points, padded at the end with 0 (NumPy's <c>U</c>).</summary>
    Utf32String,

    /// <summary>Text of any length, stored apart from the array (HDF5 only).</summary>
    VariableString,

    /// <summary>A fixed number of bytes without meaning (HDF5's opaque, NumPy's <c>V</c>).</summary>
    Opaque,
}

internal static class ElementTypes
{
    /// <summary>The size in bytes, or 0 for the types whose size the file states.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Bool or ElementType.Int8 or ElementType.UInt8 => 1,
        ElementType.Int16 or ElementType.UInt16 or ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.Int32 or ElementType.UInt32 or ElementType.Float32 => 4,
        ElementType.Int64 or ElementType.UInt64 or ElementType.Float64 or ElementType.Complex64 => 8,
        ElementType.Complex128 => 16,
        _ => 0,
    };

    /// <summary>The element type of a C# number type; false where there is none.</summary>
    public static bool TryOf<T>(out ElementType type) where T : unmanaged
    {
        ElementType? found =
            typeof(T) == typeof(float) ? ElementType.Float32 :
            typeof(T) == typeof(double) ? ElementType.Float64 :
            typeof(T) == typeof(Half) ? ElementType.Float16 :
            typeof(T) == typeof(bool) ? ElementType.Bool :
            typeof(T) == typeof(sbyte) ? ElementType.Int8 :
            typeof(T) == typeof(short) ? ElementType.Int16 :
            typeof(T) == typeof(int) ? ElementType.Int32 :
            typeof(T) == typeof(long) ? ElementType.Int64 :
            typeof(T) == typeof(byte) ? ElementType.UInt8 :
            typeof(T) == typeof(ushort) ? ElementType.UInt16 :
            typeof(T) == typeof(uint) ? ElementType.UInt32 :
            typeof(T) == typeof(ulong) ? ElementType.UInt64 :
            typeof(T) == typeof(System.Numerics.Complex) ? ElementType.Complex128 : null;
        type = found.GetValueOrDefault();
        return found.HasValue;
    }
}
