using Keratin.Engines.Managed.Kernels.Functions;

namespace Keratin.Engines.Managed.Kernels.Special;

/// <summary>
/// Bessel functions of order 0 and 1. I by power series, K by an integral that the trapezoidal rule takes exactly, J and Y by Neumann series;
/// far out, all by Hankel's asymptotic series.
/// </summary>
internal static class Bessel
{
    private const double Euler = 0.57721566490153286061;
    private const double Far = 30;

    /// <summary>e^(−|x|) I(x).</summary>
    public static double ScaledI(int order, double x)
    {
        double size = Math.Abs(x), result;
        if (double.IsInfinity(size)) return 0;
        if (size > Far)
        {
            double term = 1;
            result = 1;
            for (int k = 1; k < 40 && Math.Abs(term) > 1e-17; k++) result += term *= -((4.0 * order * order) - (((2 * k) - 1.0) * ((2 * k) - 1))) / (8 * k * size);
            result /= Math.Sqrt(2 * Math.PI * size);
        }
        else
        {
            double quarter = size * size / 4, term = order == 0 ? 1 : size / 2;
            result = term;
            for (int k = 1; term > 1e-17 * result; k++) result += term *= quarter / (k * (k + order));
            result *= Math.Exp(-size);
        }
        return order == 1 && x < 0 ? -result : result;
    }

    /// <summary>eˣ K(x) = ∫₀^∞ e^(−x (cosh t − 1)) cosh(order · t) dt.</summary>
    public static double ScaledK(int order, double x)
    {
        const double step = 0.125;
        if (x == 0) return double.PositiveInfinity;
        if (!(x > 0)) return double.NaN;
        double sum = 0.5;
        for (int i = 1; ; i++)
        {
            double t = i * step, half = Math.Sinh(t / 2), term = Math.Exp(-2 * x * half * half) * (order == 0 ? 1 : Math.Cosh(t));
            sum += term;
            if (term < 1e-18 * sum) return sum * step;
        }
    }

    public static double J(int order, double x)
    {
        double size = Math.Abs(x);
        if (double.IsInfinity(size)) return 0;
        double result = size > Far ? Hankel(order, size, second: false) : Periodic(order, size);
        return order == 1 && x < 0 ? -result : result;
    }

    public static double Y(int order, double x)
    {
        if (x == 0) return double.NegativeInfinity;
        if (!(x > 0)) return double.NaN;
        if (double.IsInfinity(x)) return 0;
        if (x > Far) return Hankel(order, x, second: true);
        double sum = 0;
        int last = 40 + (int)(2 * x);
        if (order == 0)
        {
            for (int k = 1; 2 * k < last; k++) sum += (k % 2 == 0 ? -1 : 1) * Periodic(2 * k, x) / k;
            return 2 / Math.PI * (((Math.Log(x / 2) + Euler) * Periodic(0, x)) + (2 * sum));
        }
        for (int k = 1; 2 * k < last; k++) sum += (k % 2 == 0 ? 1 : -1) * ((2 * k) + 1.0) / (k * (k + 1)) * Periodic((2 * k) + 1, x);
        return (-2 / (Math.PI * x)) + (2 / Math.PI * (((Math.Log(x / 2) + Euler - 1) * Periodic(1, x)) - (2 * sum)));
    }

    // J(x) = 1/π ∫₀^π cos(order · τ − x sin τ) dτ: over a whole period the trapezoidal rule is exact up to J of as high an order as it has points.
    private static double Periodic(int order, double x)
    {
        int points = order + (int)x + 40;
        double sum = 0;
        for (int i = 0; i < points; i++)
        {
            double angle = 2 * Math.PI * i / points;
            sum += Math.Cos((order * angle) - (x * Math.Sin(angle)));
        }
        return sum / points;
    }

    private static double Hankel(int order, double x, bool second)
    {
        double p = 0, q = 0, term = 1, phase = x - ((order + 0.5) * Math.PI / 2);
        for (int k = 0; k < 40 && Math.Abs(term) > 1e-17; k++)
        {
            double sign = (k / 2) % 2 == 0 ? 1 : -1;
            if (k % 2 == 0) p += sign * term; else q += sign * term;
            double odd = (2 * k) + 1;
            term *= ((4.0 * order * order) - (odd * odd)) / (8 * (k + 1) * x);
        }
        double scale = Math.Sqrt(2 / (Math.PI * x));
        return scale * (second ? (p * Math.Sin(phase)) + (q * Math.Cos(phase)) : (p * Math.Cos(phase)) - (q * Math.Sin(phase)));
    }
}

internal readonly struct BesselI0 : IDoubleFunction
{
    public static double OfDouble(double x) => Math.Exp(Math.Abs(x)) * Bessel.ScaledI(0, x);
}

internal readonly struct BesselI0e : IDoubleFunction
{
    public static double OfDouble(double x) => Bessel.ScaledI(0, x);
}

internal readonly struct BesselI1 : IDoubleFunction
{
    public static double OfDouble(double x) => Math.Exp(Math.Abs(x)) * Bessel.ScaledI(1, x);
}

internal readonly struct BesselI1e : IDoubleFunction
{
    public static double OfDouble(double x) => Bessel.ScaledI(1, x);
}

internal readonly struct BesselK0 : IDoubleFunction
{
    public static double OfDouble(double x) => Math.Exp(-x) * Bessel.ScaledK(0, x);
}

internal readonly struct BesselK0e : IDoubleFunction
{
    public static double OfDouble(double x) => Bessel.ScaledK(0, x);
}

internal readonly struct BesselK1 : IDoubleFunction
{
    public static double OfDouble(double x) => Math.Exp(-x) * Bessel.ScaledK(1, x);
}

internal readonly struct BesselK1e : IDoubleFunction
{
    public static double OfDouble(double x) => Bessel.ScaledK(1, x);
}

internal readonly struct BesselJ0 : IDoubleFunction
{
    public static double OfDouble(double x) => Bessel.J(0, x);
}

internal readonly struct BesselJ1 : IDoubleFunction
{
    public static double OfDouble(double x) => Bessel.J(1, x);
}

internal readonly struct BesselY0 : IDoubleFunction
{
    public static double OfDouble(double x) => Bessel.Y(0, x);
}

internal readonly struct BesselY1 : IDoubleFunction
{
    public static double OfDouble(double x) => Bessel.Y(1, x);
}
