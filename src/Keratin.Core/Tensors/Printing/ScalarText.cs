using System.Globalization;
using System.Text;

namespace Keratin;

/// <summary>Single elements as Python prints them.</summary>
internal static class ScalarText
{
    /// <summary>A scalar tensor's element.</summary>
    public static string Of(EagerTensor scalar) => scalar.DType switch
    {
        DType.Float32 or DType.Float64 or DType.Half => Float(Elements.Real(scalar, 0)!.Value, scalar.DType),
        DType.Complex64 or DType.Complex128 => Complex(Elements.Complex(scalar, 0), scalar.DType == DType.Complex64 ? DType.Float32 : DType.Float64),
        _ => Element(scalar, 0),
    };

    /// <summary>An element that is neither float nor complex.</summary>
    public static string Element(EagerTensor tensor, int index) => tensor.DType switch
    {
        DType.Bool => tensor.Bits<byte>(index) != 0 ? "True" : "False",
        DType.String => Bytes((byte[])tensor.Objects[index]),
        DType.Resource => $"<{tensor.Objects[index].GetType().Name} '{((Resource)tensor.Objects[index]).Name}'>",
        DType.Variant => $"<{tensor.Objects[index].GetType().Name}>",
        _ when Elements.Real(tensor, index) is { } real => CFormat.General(real, 6),
        _ => Elements.Integer(tensor, index)?.ToString(CultureInfo.InvariantCulture) ?? "?",
    };

    private static string Float(double value, DType dtype)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        double magnitude = Math.Abs(value), cutoff = dtype == DType.Float64 ? 1e16 : FloatColumn.Cutoff(dtype);
        var digits = new FloatDigits(value, dtype);
        if (value == 0 || (magnitude >= 0.0001 && magnitude < cutoff))
        {
            string text = digits.Positional(int.MaxValue, sign: false);
            return text.EndsWith('.') ? text + "0" : text;
        }
        return digits.Scientific(int.MaxValue, sign: false).Replace(".e", "e", StringComparison.Ordinal);
    }

    private static string Complex(System.Numerics.Complex value, DType part)
    {
        string real = Trimmed(value.Real), imaginary = Trimmed(value.Imaginary);
        if (value.Real == 0 && !double.IsNegative(value.Real)) return $"{imaginary}j";
        return $"({real}{(imaginary[0] is '-' or '+' ? "" : "+")}{imaginary}j)";

        string Trimmed(double number) => Float(number, part) is var text && text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
    }

    // As Python's repr of bytes.
    private static string Bytes(byte[] bytes)
    {
        char quote = Array.IndexOf(bytes, (byte)'\'') >= 0 && Array.IndexOf(bytes, (byte)'"') < 0 ? '"' : '\'';
        var text = new StringBuilder("b").Append(quote);
        foreach (byte b in bytes)
            _ = b switch
            {
                (byte)'\\' => text.Append(@"\\"),
                (byte)'\n' => text.Append(@"\n"),
                (byte)'\r' => text.Append(@"\r"),
                (byte)'\t' => text.Append(@"\t"),
                _ when b == quote => text.Append('\\').Append(quote),
                < 0x20 or >= 0x7F => text.Append($"\\x{b:x2}"),
                _ => text.Append((char)b),
            };
        return text.Append(quote).ToString();
    }
}
