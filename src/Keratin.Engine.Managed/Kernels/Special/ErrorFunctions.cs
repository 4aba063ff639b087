using Keratin.Engines.Managed.Kernels.Functions;

namespace Keratin.Engines.Managed.Kernels.Special;

/// <summary>1 − erf(x): by the series of erf near 0, by a continued fraction far from it.</summary>
internal readonly struct ComplementaryError : IDoubleFunction
{
    public static double OfDouble(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x < 0) return 2 - OfDouble(-x);
        if (x < 2) return 1 - Series(x);
        if (x > 27) return 0;
        // e^(−x²) / √π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …))), from the inside out.
        double fraction = x;
        for (int k = 20 + (int)(400 / (x * x)); k > 0; k--) fraction = x + (0.5 * k / fraction);
        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }

    /// <summary>erf(x) for |x| up to 2 or 3.</summary>
    internal static double Series(double x)
    {
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++) sum += term *= 2 * x * x / ((2 * n) + 1);
        return sum * Math.Exp(-x * x) * (2 / Math.Sqrt(Math.PI));
    }
}

/// <summary>The inverse of erf.</summary>
internal readonly struct InverseError : IDoubleFunction
{
    public static double OfDouble(double x)
    {
        double size = Math.Abs(x);
        if (size > 0.5) return Math.CopySign(InverseComplementaryError.Of(1 - size), x);
        double y = x * Math.Sqrt(Math.PI) / 2;
        for (int i = 0; i < 4; i++) y = Improve(y, x - ComplementaryError.Series(y));
        return double.IsNaN(x) ? x : y;
    }

    /// <summary>A step of Halley's method, for the missing part of the error function.</summary>
    internal static double Improve(double y, double missing)
    {
        double step = missing / (2 / Math.Sqrt(Math.PI) * Math.Exp(-y * y));
        return y + (step / (1 - (y * step)));
    }
}

/// <summary>The inverse of 1 − erf.</summary>
internal static class InverseComplementaryError
{
    public static double Of(double p)
    {
        if (!(p >= 0 && p <= 2)) return double.NaN;
        if (p == 0) return double.PositiveInfinity;
        if (p > 1) return -Of(2 - p);
        // A start good to a few digits (Abramowitz and Stegun 26.2.22), then Halley's method, which triples them.
        double t = Math.Sqrt(-2 * Math.Log(p / 2));
        double y = 0.70711 * (t - ((2.30753 + (t * 0.27061)) / (1 + (t * (0.99229 + (t * 0.04481))))));
        for (int i = 0; i < 3; i++) y = InverseError.Improve(y, ComplementaryError.OfDouble(y) - p);
        return y;
    }
}

/// <summary>The quantile of the normal distribution.</summary>
internal readonly struct NormalQuantile : IDoubleFunction
{
    public static double OfDouble(double p) => -Math.Sqrt(2) * InverseComplementaryError.Of(2 * p);
}

/// <summary>Dawson's integral e^(−x²) ∫₀ˣ e^(t²) dt, by Rybicki's sum, whose error vanishes exponentially with the step.</summary>
internal readonly struct Dawson : IDoubleFunction
{
    private const double Step = 0.2;

    public static double OfDouble(double x)
    {
        double size = Math.Abs(x);
        if (size > 1e5) return 0.5 / x;
        if (size < 0.01) return x * (1 - (2.0 / 3 * x * x * (1 - (0.4 * x * x * (1 - (2.0 / 7 * x * x))))));
        double middle = 2 * Math.Round(0.5 * size / Step), sum = 0;
        for (double n = middle - 59; n <= middle + 59; n += 2)
        {
            double distance = size - (n * Step);
            sum += Math.Exp(-distance * distance) / n;
        }
        return Math.CopySign(sum / Math.Sqrt(Math.PI), x);
    }
}
