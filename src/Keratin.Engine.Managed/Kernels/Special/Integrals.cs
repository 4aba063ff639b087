using System.Numerics;
using Keratin.Engines.Managed.Kernels.Functions;

namespace Keratin.Engines.Managed.Kernels.Special;

/// <summary>The exponential integral Ei(x).</summary>
internal readonly struct ExponentialIntegral : IDoubleFunction
{
    private const double Euler = 0.57721566490153286061;

    public static double OfDouble(double x)
    {
        if (x == 0) return double.NegativeInfinity;
        if (x < -1) return -Math.Exp(x) * Fraction(-x);
        if (x > 40) return Math.Exp(x) / x * Asymptotic(x);
        double term = 1, sum = 0;
        for (int k = 1; k < 500; k++)
        {
            term *= x / k;
            sum += term / k;
            if (Math.Abs(term / k) < 1e-17 * Math.Abs(sum)) break;
        }
        return Euler + Math.Log(Math.Abs(x)) + sum;
    }

    // eˣ E₁(x) = 1/(x + 1 − 1/(x + 3 − 4/(x + 5 − …))), from the inside out.
    private static double Fraction(double x)
    {
        int depth = 20 + (int)(200 / x);
        double fraction = x + (2 * depth) + 1;
        for (int k = depth; k > 0; k--) fraction = x + (2 * k) - 1 - ((double)k * k / fraction);
        return 1 / fraction;
    }

    private static double Asymptotic(double x)
    {
        double term = 1, sum = 1;
        for (int k = 1; k < x && term > 1e-17; k++) sum += term *= k / x;
        return sum;
    }
}

/// <summary>Spence's function −∫₁ˣ log t / (t − 1) dt.</summary>
internal readonly struct Spence : IDoubleFunction
{
    public static double OfDouble(double x)
    {
        const double sixth = Math.PI * Math.PI / 6;
        if (!(x >= 0)) return double.NaN;
        if (x == 0) return sixth;
        // Brought to where the dilogarithm's series converges fast.
        if (x > 2) return (-0.5 * Math.Pow(Math.Log(x), 2)) - OfDouble(1 / x);
        if (x < 0.5) return sixth - (Math.Log(x) * Math.Log(1 - x)) - OfDouble(1 - x);
        if (x > 1.5) return (-0.5 * Math.Pow(Math.Log(x), 2)) - OfDouble(1 / x);
        double z = 1 - x, power = 1, sum = 0;
        for (int k = 1; k < 200; k++)
        {
            power *= z;
            double term = power / ((double)k * k);
            sum += term;
            if (Math.Abs(term) <= 1e-17 * Math.Abs(sum)) break;
        }
        return sum;
    }
}

internal readonly struct FresnelCosine : IDoubleFunction
{
    public static double OfDouble(double x) => Fresnel.Of(x).Real;
}

internal readonly struct FresnelSine : IDoubleFunction
{
    public static double OfDouble(double x) => Fresnel.Of(x).Imaginary;
}

/// <summary>Fresnel's integrals C + i S = ∫₀ˣ e^(i π t² / 2) dt: a power series near 0, the continued fraction of the complex error function beyond.</summary>
internal static class Fresnel
{
    public static Complex Of(double x)
    {
        double size = Math.Abs(x);
        if (double.IsNaN(x)) return new(x, x);
        if (size > 1e8) return Math.Sign(x) * new Complex(0.5, 0.5);
        var result = size < 1.6 ? Series(size) : Fraction(size);
        return x < 0 ? -result : result;
    }

    private static Complex Series(double x)
    {
        Complex step = new(0, Math.PI * x * x / 2), power = x, sum = x;
        for (int k = 1; k < 200; k++)
        {
            power *= step / k;
            sum += power / ((2 * k) + 1);
            if (Complex.Abs(power) < 1e-18) break;
        }
        return sum;
    }

    private static Complex Fraction(double x)
    {
        double square = Math.PI * x * x;
        int depth = 30 + (int)(400 / square);
        Complex fraction = new((4 * depth) + 1, -square);
        for (int k = depth; k > 0; k--) fraction = new Complex((4 * k) - 3, -square) - ((2.0 * k) * ((2 * k) - 1) / fraction);
        Complex h = new Complex(x, -x) / fraction;
        return new Complex(0.5, 0.5) * (1 - (Complex.Exp(new(0, square / 2)) * h));
    }
}
