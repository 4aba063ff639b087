using System.Buffers.Text;

namespace Keratin.Serialization;

/// <summary>Numbers as Python's <c>repr</c> and <c>json.dumps</c> write them.</summary>
internal static class PythonNumber
{
    /// <summary>What a number takes at most.</summary>
    public const int MaxLength = 32;

    /// <summary>
    /// The shortest digits that give the same double, as 1e-07, 0.0001, 1.0 or 1e+16: with an exponent of at least two digits
    /// below 1e-4 and from 1e16 on, else with a decimal point.
    /// </summary>
    public static int Format(double value, Span<byte> output)
    {
        if (!double.IsFinite(value))
        {
            var word = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;
            word.CopyTo(output);
            return word.Length;
        }

        Span<byte> text = stackalloc byte[MaxLength];
        Utf8Formatter.TryFormat(value, text, out int length);
        Span<byte> digits = stackalloc byte[MaxLength];
        int count = Scan(text[..length], digits, out int exponent, out bool negative);
        int at = 0;
        if (negative)
        {
            output[at++] = (byte)'-';
        }

        return exponent is >= -4 and < 16
            ? at + Positional(digits[..count], exponent, output[at..])
            : at + Scientific(digits[..count], exponent, output[at..]);
    }

    /// <summary>The significant digits of a formatted number, and the power of ten of the first one.</summary>
    private static int Scan(ReadOnlySpan<byte> text, Span<byte> digits, out int exponent, out bool negative)
    {
        negative = text[0] == '-';
        int count = 0;
        int pointAt = -1;
        int place = 0;
        exponent = 0;
        bool leading = true;
        for (int i = negative ? 1 : 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (c == '.')
            {
                pointAt = place;
                continue;
            }

            if (c is (byte)'E' or (byte)'e')
            {
                Utf8Parser.TryParse(text[(text[i + 1] == '+' ? i + 2 : i + 1)..], out int power, out _);
                exponent += power;
                break;
            }

            place++;
            if (c == '0' && leading)
            {
                continue;
            }

            if (leading)
            {
                exponent -= place;
                leading = false;
            }

            digits[count++] = c;
        }

        if (count == 0)
        {
            exponent = 0;
            digits[0] = (byte)'0';
            return 1;
        }

        exponent += pointAt < 0 ? place : pointAt;
        while (count > 1 && digits[count - 1] == '0')
        {
            count--;
        }

        return count;
    }

    private static int Positional(ReadOnlySpan<byte> digits, int exponent, Span<byte> output)
    {
        int at = 0;
        if (exponent < 0)
        {
            "0.000"u8[..(1 - exponent)].CopyTo(output);
            at = 1 - exponent;
            digits.CopyTo(output[at..]);
            return at + digits.Length;
        }

        for (int i = 0; i <= exponent || i < digits.Length; i++)
        {
            if (i == exponent + 1)
            {
                output[at++] = (byte)'.';
            }

            output[at++] = i < digits.Length ? digits[i] : (byte)'0';
        }

        if (digits.Length <= exponent + 1)
        {
            ".0"u8.CopyTo(output[at..]);
            at += 2;
        }

        return at;
    }

    private static int Scientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> output)
    {
        int at = 0;
        output[at++] = digits[0];
        if (digits.Length > 1)
        {
            output[at++] = (byte)'.';
            digits[1..].CopyTo(output[at..]);
            at += digits.Length - 1;
        }

        output[at++] = (byte)'e';
        output[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
        int size = Math.Abs(exponent);
        if (size < 10)
        {
            output[at++] = (byte)'0';
        }

        Utf8Formatter.TryFormat(size, output[at..], out int written);
        return at + written;
    }
}
