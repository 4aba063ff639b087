using Keratin.Engines.Managed.Kernels.Functions;

namespace Keratin.Engines.Managed.Kernels.Special;

/// <summary>P(a, x) = γ(a, x) / Γ(a).</summary>
internal readonly struct LowerGamma : IDoubleFunction2
{
    public static double OfDouble(double a, double x)
    {
        if (!IncompleteGamma.InDomain(a, x)) return double.NaN;
        if (x == 0) return 0;
        if (double.IsInfinity(x)) return 1;
        return x < a + 1 ? IncompleteGamma.Series(a, x) : 1 - IncompleteGamma.Fraction(a, x);
    }
}

/// <summary>Q(a, x) = Γ(a, x) / Γ(a).</summary>
internal readonly struct UpperGamma : IDoubleFunction2
{
    public static double OfDouble(double a, double x)
    {
        if (!IncompleteGamma.InDomain(a, x)) return double.NaN;
        if (x == 0) return 1;
        if (double.IsInfinity(x)) return 0;
        return x < a + 1 ? 1 - IncompleteGamma.Series(a, x) : IncompleteGamma.Fraction(a, x);
    }
}

/// <summary>The derivative of P(a, x) by a: the power series, differentiated term by term.</summary>
internal readonly struct LowerGammaByA : IDoubleFunction2
{
    public static double OfDouble(double a, double x)
    {
        if (!IncompleteGamma.InDomain(a, x)) return double.NaN;
        // So far beyond a that P is 1, whatever a.
        if (x == 0 || x > a + 200 + (40 * Math.Sqrt(a))) return 0;
        double term = 1, logDerivative = 0, sum = 1, derivative = 0;
        for (double k = a + 1; ; k++)
        {
            term *= x / k;
            logDerivative -= 1 / k;
            sum += term;
            derivative += term * logDerivative;
            if (k > x && term < 1e-17 * sum && Math.Abs(term * logDerivative) <= 1e-17 * Math.Abs(derivative)) break;
        }
        double scale = Math.Exp((a * Math.Log(x)) - x - LogGamma.OfDouble(a + 1));
        return scale * ((sum * (Math.Log(x) - Digamma.OfDouble(a + 1))) + derivative);
    }
}

/// <summary>The two classic ways to the incomplete gamma functions.</summary>
internal static class IncompleteGamma
{
    private const double Tiny = 1e-300;
    private const int MaxTerms = 100_000;

    public static bool InDomain(double a, double x) => x >= 0 && a > 0 && !double.IsInfinity(a);

    /// <summary>P by its power series.</summary>
    public static double Series(double a, double x)
    {
        double term = 1, sum = 1, k = a;
        for (int i = 0; i < MaxTerms && term > 1e-17 * sum; i++) sum += term *= x / ++k;
        return sum * Scale(a, x) / a;
    }

    /// <summary>Q by its continued fraction (Lentz' method).</summary>
    public static double Fraction(double a, double x)
    {
        double b = x + 1 - a, c = 1 / Tiny, d = 1 / b, result = d;
        for (int i = 1; i < MaxTerms; i++)
        {
            double factor = -i * (i - a);
            b += 2;
            d = (factor * d) + b;
            if (Math.Abs(d) < Tiny) d = Tiny;
            c = b + (factor / c);
            if (Math.Abs(c) < Tiny) c = Tiny;
            d = 1 / d;
            double change = d * c;
            result *= change;
            if (Math.Abs(change - 1) < 1e-16) break;
        }
        return result * Scale(a, x);
    }

    // xᵃ e⁻ˣ / Γ(a)
    private static double Scale(double a, double x) => Math.Exp((a * Math.Log(x)) - x - LogGamma.OfDouble(a));
}

/// <summary>The regularised incomplete beta function I(a, b, x), by its continued fraction.</summary>
internal readonly struct IncompleteBeta : IDoubleFunction3
{
    private const double Tiny = 1e-300;

    public static double OfDouble(double a, double b, double x)
    {
        if (!(a > 0) || !(b > 0) || !(x >= 0) || x > 1) return double.NaN;
        if (x is 0 or 1) return x;
        double front = Math.Exp(LogGamma.OfDouble(a + b) - LogGamma.OfDouble(a) - LogGamma.OfDouble(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(a, b, x) / a : 1 - (front * Fraction(b, a, 1 - x) / b);
    }

    private static double Fraction(double a, double b, double x)
    {
        double c = 1, d = 1 / NotZero(1 - ((a + b) * x / (a + 1))), result = d;
        for (int m = 1; m < 10_000; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            result *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            result *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-16) break;
        }
        return result;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
