using System.Globalization;
using System.Numerics;

namespace Keratin;

/// <summary>Numbers as C's printf writes them: exact digits, ties to even.</summary>
internal static class CFormat
{
    /// <summary><c>%.{precision}f</c>.</summary>
    public static string Fixed(double value, int precision)
    {
        if (!double.IsFinite(value)) return NotFinite(value);
        string digits = Scaled(value, precision).ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
        return Sign(value) + (precision == 0 ? digits : $"{digits[..^precision]}.{digits[^precision..]}");
    }

    /// <summary><c>%.{precision}e</c>.</summary>
    public static string Scientific(double value, int precision)
    {
        if (!double.IsFinite(value)) return NotFinite(value);
        var (digits, exponent) = Digits(value, precision + 1);
        return Sign(value) + digits[..1] + (precision > 0 ? "." + digits[1..] : "") + Exponent(exponent);
    }

    /// <summary><c>%.{precision}g</c>: that many digits at most, without zeros at the end.</summary>
    public static string General(double value, int precision)
    {
        if (!double.IsFinite(value)) return NotFinite(value);
        precision = Math.Max(precision, 1);
        var (digits, exponent) = Digits(value, precision);
        digits = digits.TrimEnd('0');
        if (digits.Length == 0) return Sign(value) + "0";
        if (exponent < -4 || exponent >= precision) return Sign(value) + digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + Exponent(exponent);
        if (exponent < 0) return Sign(value) + "0." + new string('0', -exponent - 1) + digits;
        digits = digits.PadRight(exponent + 1, '0');
        return Sign(value) + digits[..(exponent + 1)] + (digits.Length > exponent + 1 ? "." + digits[(exponent + 1)..] : "");
    }

    private static string NotFinite(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    private static string Sign(double value) => double.IsNegative(value) ? "-" : "";

    private static string Exponent(int exponent) => (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);

    // The first digits, as a string of that length, and the power of ten of the first one.
    private static (string Digits, int Exponent) Digits(double value, int count)
    {
        if (value == 0) return (new string('0', count), 0);
        int exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        while (true)
        {
            string digits = Scaled(value, count - 1 - exponent).ToString(CultureInfo.InvariantCulture);
            if (digits.Length == count) return (digits, exponent);
            // The logarithm was a little off, or rounding made one digit more.
            exponent += digits.Length > count ? 1 : -1;
        }
    }

    // |value| · 10^power, rounded to an integer, ties to even.
    private static BigInteger Scaled(double value, int power)
    {
        long bits = BitConverter.DoubleToInt64Bits(value), fraction = bits & 0xFFFFFFFFFFFFF;
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger numerator = exponent == 0 ? fraction : fraction | 1L << 52, denominator = BigInteger.One;
        exponent = Math.Max(exponent, 1) - 1075;
        if (exponent >= 0) numerator <<= exponent; else denominator <<= -exponent;
        if (power >= 0) numerator *= BigInteger.Pow(10, power); else denominator *= BigInteger.Pow(10, -power);
        var whole = BigInteger.DivRem(numerator, denominator, out var rest);
        int half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !whole.IsEven) ? whole + 1 : whole;
    }
}
