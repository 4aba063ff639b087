using System.Globalization;

namespace Keratin;

/// <summary>
/// The shortest digits that tell a number from all others of its type, as NumPy prints them: cut at a precision by rounding the exact value.
/// </summary>
internal readonly struct FloatDigits
{
    private readonly double value;
    private readonly string digits;
    private readonly int exponent;

    /// <summary>The digits of a finite number of type float16, float32 or float64.</summary>
    public FloatDigits(double value, DType dtype)
    {
        this.value = value;
        double magnitude = Math.Abs(value);
        digits = Shortest(dtype switch
        {
            DType.Half => ((Half)magnitude).ToString("R", CultureInfo.InvariantCulture),
            DType.Float32 => ((float)magnitude).ToString("R", CultureInfo.InvariantCulture),
            _ => magnitude.ToString("R", CultureInfo.InvariantCulture),
        }, out exponent);
    }

    private string Sign(bool always) => double.IsNegative(value) ? "-" : always ? "+" : "";

    /// <summary>Without exponent, at most that many digits behind the point, which is always there.</summary>
    public string Positional(int precision, bool sign)
    {
        if (digits.Length - 1 - exponent > precision)
        {
            string rounded = CFormat.Fixed(Math.Abs(value), precision);
            return Sign(sign) + (precision > 0 ? rounded.TrimEnd('0') : rounded + ".");
        }
        if (exponent < 0) return $"{Sign(sign)}0.{new string('0', -exponent - 1)}{(digits == "0" ? "" : digits)}";
        string whole = digits.PadRight(exponent + 1, '0');
        return $"{Sign(sign)}{whole[..(exponent + 1)]}.{(whole.Length > exponent + 1 ? whole[(exponent + 1)..] : "")}";
    }

    /// <summary>With exponent, at most that many digits behind the point, which is always there.</summary>
    public string Scientific(int precision, bool sign)
    {
        if (digits.Length - 1 <= precision) return $"{Sign(sign)}{digits[..1]}.{digits[1..]}{Power(exponent)}";
        string rounded = CFormat.Scientific(Math.Abs(value), precision);
        int e = rounded.IndexOf('e', StringComparison.Ordinal);
        return Sign(sign) + (precision > 0 ? rounded[..e].TrimEnd('0') : rounded[..e] + ".") + rounded[e..];
    }

    private static string Power(int exponent) => (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);

    // From .NET's shortest form, 1.5E-07 or 0.0015, to digits "15" and the power of ten of the first.
    private static string Shortest(string text, out int exponent)
    {
        exponent = 0;
        int e = text.IndexOf('E', StringComparison.Ordinal);
        if (e >= 0)
        {
            exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }
        int point = text.IndexOf('.', StringComparison.Ordinal);
        string all = point < 0 ? text : text.Remove(point, 1);
        exponent += (point < 0 ? text.Length : point) - 1;
        string significant = all.TrimStart('0');
        if (significant.Length == 0)
        {
            exponent = 0;
            return "0";
        }
        exponent -= all.Length - significant.Length;
        significant = significant.TrimEnd('0');
        return significant;
    }
}
