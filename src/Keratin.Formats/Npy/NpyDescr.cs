using System.Globalization;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Npy;

/// <summary>A dtype as NumPy writes it: byte order, kind, size, such as <c>&lt;f4</c>.</summary>
internal readonly record struct NpyDescr(ElementType Type, int ItemSize, bool BigEndian)
{
    /// <summary>Python objects of any kind, which are pickled.</summary>
    public static NpyDescr PythonObject { get; } = new(ElementType.Opaque, 0, false);

    public static NpyDescr Parse(ByteSource source, string place, string text)
    {
        ReadOnlySpan<char> rest = text;
        bool big = rest.StartsWith(">");
        if (rest.Length > 0 && rest[0] is '<' or '>' or '|' or '=')
        {
            rest = rest[1..];
        }
        if (rest.Length < 2 || !int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out int size))
        {
            throw Unknown();
        }
        (ElementType type, int itemSize) = (rest[0], size) switch
        {
            ('b', 1) => (ElementType.Bool, 1),
            ('i', 1) => (ElementType.Int8, 1),
            ('i', 2) => (ElementType.Int16, 2),
            ('i', 4) => (ElementType.Int32, 4),
            ('i', 8) => (ElementType.Int64, 8),
            ('u', 1) => (ElementType.UInt8, 1),
            ('u', 2) => (ElementType.UInt16, 2),
            ('u', 4) => (ElementType.UInt32, 4),
            ('u', 8) => (ElementType.UInt64, 8),
            ('f', 2) => (ElementType.Float16, 2),
            ('f', 4) => (ElementType.Float32, 4),
            ('f', 8) => (ElementType.Float64, 8),
            ('c', 8) => (ElementType.Complex64, 8),
            ('c', 16) => (ElementType.Complex128, 16),
            ('S', > 0 and <= 1 << 28) => (ElementType.FixedString, size),
            ('U', > 0 and <= 1 << 26) => (ElementType.Utf32String, size * 4),
            ('V', > 0 and <= 1 << 28) => (ElementType.Opaque, size),
            _ => throw Unknown(),
        };
        return new NpyDescr(type, itemSize, big);

        ModelFormatException Unknown() => source.Bad(
            place, $"dtype {text}", "bool, an int, a float, complex64, complex128, S, U or V; objects and structures are refused");
    }

    /// <summary>The unit whose bytes the byte order is about.</summary>
    public int SwapSize => Type switch
    {
        ElementType.Complex64 or ElementType.Utf32String => 4,
        ElementType.Complex128 => 8,
        ElementType.FixedString or ElementType.Opaque => 1,
        _ => ItemSize,
    };

    public override string ToString() => Type switch
    {
        ElementType.Bool => "|b1",
        ElementType.Int8 => "|i1",
        ElementType.UInt8 => "|u1",
        ElementType.Int16 or ElementType.Int32 or ElementType.Int64 => $"<i{ItemSize}",
        ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64 => $"<u{ItemSize}",
        ElementType.Float16 or ElementType.Float32 or ElementType.Float64 => $"<f{ItemSize}",
        ElementType.Complex64 or ElementType.Complex128 => $"<c{ItemSize}",
        ElementType.FixedString => $"|S{ItemSize}",
        ElementType.Utf32String => $"<U{ItemSize / 4}",
        _ => $"|V{ItemSize}",
    };
}
