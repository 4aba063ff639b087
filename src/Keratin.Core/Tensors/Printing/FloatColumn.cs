namespace Keratin;

/// <summary>How NumPy prints the floats of one array: all with the same places before and behind the point, with exponents if they differ much.</summary>
internal sealed class FloatColumn
{
    private const int Precision = 8;

    private readonly DType dtype;
    private readonly bool sign, scientific;
    private readonly int before, behind, exponentSize;

    /// <summary>The format for some numbers of type float16, float32 or float64.</summary>
    /// <param name="numbers">All that will be printed.</param>
    /// <param name="dtype">Their type.</param>
    /// <param name="sign">Whether a plus sign is printed too.</param>
    public FloatColumn(ReadOnlySpan<double> numbers, DType dtype, bool sign = false)
    {
        (this.dtype, this.sign) = (dtype, sign);
        double largest = 0, smallest = double.PositiveInfinity;
        bool allFinite = true, hasNegativeInfinity = false;
        foreach (double number in numbers)
        {
            allFinite &= double.IsFinite(number);
            hasNegativeInfinity |= double.IsNegativeInfinity(number);
            if (!double.IsFinite(number) || number == 0) continue;
            largest = Math.Max(largest, Math.Abs(number));
            smallest = Math.Min(smallest, Math.Abs(number));
        }
        scientific = largest > 0 && (largest >= Cutoff(dtype) || smallest < 0.0001 || largest / smallest > 1000);
        foreach (double number in numbers)
        {
            if (!double.IsFinite(number)) continue;
            string text = scientific ? new FloatDigits(number, dtype).Scientific(Precision, sign) : new FloatDigits(number, dtype).Positional(Precision, sign);
            int point = text.IndexOf('.', StringComparison.Ordinal), e = text.IndexOf('e', StringComparison.Ordinal);
            before = Math.Max(before, point);
            behind = Math.Max(behind, (e < 0 ? text.Length : e) - point - 1);
            if (e >= 0) exponentSize = Math.Max(exponentSize, text.Length - e);
        }
        // Not-a-number and infinity may need more room than the numbers.
        if (!allFinite) before = Math.Max(before, 3 + (sign || hasNegativeInfinity ? 1 : 0) - (behind + exponentSize + 1));
    }

    /// <summary>From where on NumPy prints exponents in arrays.</summary>
    public static double Cutoff(DType dtype) => dtype switch
    {
        DType.Half => 1e3,
        DType.Float32 => 1e6,
        _ => 1e8,
    };

    /// <summary>A number, padded to the width of the column.</summary>
    public string Format(double number)
    {
        if (!double.IsFinite(number))
        {
            string name = double.IsNaN(number) ? "nan" : "inf";
            string mark = double.IsNegativeInfinity(number) ? "-" : sign ? "+" : "";
            return (mark + name).PadLeft(before + behind + exponentSize + 1);
        }
        var digits = new FloatDigits(number, dtype);
        string text = scientific ? digits.Scientific(behind, sign) : digits.Positional(Precision, sign);
        int point = text.IndexOf('.', StringComparison.Ordinal), e = text.IndexOf('e', StringComparison.Ordinal);
        if (e < 0) e = text.Length;
        string fraction = text[(point + 1)..e], power = text[e..];
        // All exponents are as long as the longest.
        if (scientific) power = power[..2] + power[2..].PadLeft(exponentSize - 2, '0');
        return text[..point].PadLeft(before) + "." + fraction.PadRight(behind, scientific ? '0' : ' ') + power;
    }
}
