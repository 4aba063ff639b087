using System.Globalization;
using System.Text;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>AsString and StringToNumber.</summary>
internal static class NumberText
{
    public static EagerTensor[] AsString(Operation operation, EagerTensor[] inputs)
    {
        var attrs = operation.Attrs;
        int precision = attrs.Int32("precision"), width = attrs.Int32("width");
        bool scientific = attrs.Bool("scientific"), shortest = attrs.Bool("shortest");
        string fill = attrs.Text("fill");
        var x = inputs[0];
        if (fill is not ("" or " " or "0" or "+" or "-")) throw new OpException(operation, $"fill '{fill}' is not known; it is a space, 0, + or -.");
        if (scientific && shortest) throw new OpException(operation, "scientific and shortest exclude each other.");
        if (!x.DType.IsFloating() && !x.DType.IsComplex() && (scientific || shortest || precision >= 0)) throw new OpException(operation, $"precision, scientific and shortest are not for {x.DType.Name()}.");
        if (width > 4096 || precision > 4096) throw new OpException(operation, "width and precision are limited to 4096.");

        string Real(double value) => Pad(scientific ? CFormat.Scientific(value, precision < 0 ? 6 : precision)
            : shortest ? CFormat.General(value, precision < 0 ? 6 : precision)
            : CFormat.Fixed(value, precision < 0 ? 6 : precision), width, fill);

        var text = new byte[x.Shape.ElementCount][];
        for (int i = 0; i < text.Length; i++)
            text[i] = x.DType == DType.String ? Encoding.Latin1.GetBytes(Pad(Encoding.Latin1.GetString((byte[])x.Objects[i]), width, fill)) : Encoding.UTF8.GetBytes(x.DType switch
            {
                DType.Bool => Pad(x.Bits<byte>(i) != 0 ? "true" : "false", width, fill),
                DType.Complex64 => $"({Real(x.Bits<Complex64>(i).Real)},{Real(x.Bits<Complex64>(i).Imaginary)})",
                DType.Complex128 => $"({Real(x.Bits<System.Numerics.Complex>(i).Real)},{Real(x.Bits<System.Numerics.Complex>(i).Imaginary)})",
                _ when Elements.Real(x, i) is { } real => Real(real),
                _ => Pad(Elements.Integer(x, i)?.ToString(CultureInfo.InvariantCulture) ?? throw new OpException(operation, $"is not defined for {x.DType.Name()}."), width, fill),
            });
        return [Text.Of(x.Shape, text)];
    }

    private static string Pad(string number, int width, string fill)
    {
        if (fill == "+" && number[0] != '-') number = "+" + number;
        if (fill == "-") return number.PadRight(Math.Max(width, 0));
        if (fill != "0" || number.Length >= width) return number.PadLeft(Math.Max(width, 0));
        // Zeros go behind the sign.
        int sign = number[0] is '-' or '+' ? 1 : 0;
        return number[..sign] + number[sign..].PadLeft(width - sign, '0');
    }

    public static EagerTensor[] ToNumber(Operation operation, EagerTensor[] inputs)
    {
        var type = operation.Attrs.Type("out_type");
        var texts = inputs[0].Objects;
        var shape = inputs[0].Shape;
        return
        [
            type switch
            {
                DType.Float32 => Parse<float>(operation, texts, shape, TryParse),
                DType.Float64 => Parse<double>(operation, texts, shape, TryParse),
                DType.Int32 => Parse<int>(operation, texts, shape, static (string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value)),
                DType.Int64 => Parse<long>(operation, texts, shape, static (string text, out long value) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value)),
                DType.UInt32 => Parse<uint>(operation, texts, shape, static (string text, out uint value) => uint.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value)),
                DType.UInt64 => Parse<ulong>(operation, texts, shape, static (string text, out ulong value) => ulong.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value)),
                _ => throw new OpException(operation, $"strings can't become {type.Name()}; cast the numbers afterwards."),
            },
        ];
    }

    private delegate bool Parser<T>(string text, out T value);

    private static EagerTensor Parse<T>(Operation operation, ReadOnlySpan<object> texts, Shape shape, Parser<T> parse) where T : unmanaged
    {
        var numbers = new T[texts.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            string text = Encoding.UTF8.GetString((byte[])texts[i]);
            if (!parse(text.Trim(' ', '\t', '\n', '\v', '\f', '\r'), out numbers[i])) throw new OpException(operation, $"'{text}' (number {i}) is no {operation.Attrs.Type("out_type").Name()}.");
        }
        return Tensor.From(numbers, shape);
    }

    private static bool TryParse(string text, out float value)
    {
        if (Special(text) is { } special) return (value = (float)special) is var _;
        return IsPlain(text) & float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParse(string text, out double value)
    {
        if (Special(text) is { } special) return (value = special) is var _;
        return IsPlain(text) & double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    // .NET has names of its own for what is not finite.
    private static bool IsPlain(string text) => text.Length > 0 && (char.IsAsciiDigit(text[^1]) || text[^1] == '.');

    private static double? Special(string text)
    {
        int sign = text.StartsWith('-') ? -1 : 1;
        string name = text.TrimStart('+', '-').ToLowerInvariant();
        if (text.Length - name.Length > 1) return null;
        if (name is "inf" or "infinity") return sign * double.PositiveInfinity;
        if (name == "nan") return double.NaN;
        return name.StartsWith("0x", StringComparison.Ordinal) && ulong.TryParse(name.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hex) ? sign * (double)hex : null;
    }
}
