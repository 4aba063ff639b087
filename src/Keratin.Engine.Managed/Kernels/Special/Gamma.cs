using Keratin.Engines.Managed.Kernels.Functions;

namespace Keratin.Engines.Managed.Kernels.Special;

/// <summary>log |Γ(x)|, by Lanczos' sum and the reflection formula.</summary>
internal readonly struct LogGamma : IDoubleFunction
{
    private const double G = 7;
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    public static double OfDouble(double x)
    {
        if (double.IsNaN(x)) return x;
        if (double.IsInfinity(x) || (x <= 0 && x == Math.Floor(x))) return double.PositiveInfinity;
        if (x < 0.5) return Math.Log(Math.PI / Math.Abs(Math.Sin(Math.PI * (x - (2 * Math.Floor(x / 2)))))) - OfDouble(1 - x);
        if (x > 1e7) return (x * (Math.Log(x) - 1)) - (0.5 * Math.Log(x / (2 * Math.PI)));
        double z = x - 1, sum = Lanczos[0];
        for (int i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (z + i);
        double t = z + G + 0.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((z + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}

/// <summary>ψ(x), the derivative of log Γ: by reflection, recurrence and the asymptotic series.</summary>
internal readonly struct Digamma : IDoubleFunction
{
    public static double OfDouble(double x)
    {
        if (x <= 0)
        {
            if (x == 0) return double.IsNegative(x) ? double.PositiveInfinity : double.NegativeInfinity;
            if (x == Math.Floor(x)) return double.NaN;
            return OfDouble(1 - x) - (Math.PI / Math.Tan(Math.PI * (x - Math.Floor(x))));
        }
        double result = 0;
        for (; x < 12; x++) result -= 1 / x;
        double z = 1 / (x * x);
        double series = z * ((1.0 / 12) - (z * ((1.0 / 120) - (z * ((1.0 / 252) - (z * ((1.0 / 240) - (z * ((1.0 / 132) - (z * (691.0 / 32760)))))))))));
        return result + Math.Log(x) - (0.5 / x) - series;
    }
}

/// <summary>Hurwitz' ζ(x, q) = Σ (q + n)⁻ˣ, by the sum's beginning and the Euler–Maclaurin formula.</summary>
internal readonly struct HurwitzZeta : IDoubleFunction2
{
    private const int Direct = 12;

    // (2k)! / B₂ₖ
    private static readonly double[] Factors =
    [
        12, -720, 30240, -1209600, 47900160, -1.8924375803183791606e9, 7.47242496e10,
        -2.950130727918164224e12, 1.1646782814350067249e14, -4.5979787224074726105e15, 1.8152105401943546773e17, -7.1661652561756670113e18,
    ];

    public static double OfDouble(double x, double q)
    {
        if (double.IsNaN(x) || double.IsNaN(q)) return double.NaN;
        if (x == 1) return double.PositiveInfinity;
        if (x < 1) return double.NaN;
        if (q <= 0)
        {
            if (q == Math.Floor(q)) return x == Math.Floor(x) && x % 2 == 0 ? double.PositiveInfinity : double.NaN;
            if (x != Math.Floor(x)) return double.NaN;
        }
        double sum = 0;
        for (int i = 0; i < Direct || q < Direct; i++, q++)
        {
            double term = Math.Pow(q, -x);
            sum += term;
            if (q > 0 && Math.Abs(term) < 1e-17 * Math.Abs(sum)) return sum;
        }
        double power = Math.Pow(q, -x);
        sum += (power * q / (x - 1)) + (0.5 * power);
        double factor = 1;
        for (int i = 0, k = 0; i < Factors.Length; i++)
        {
            factor *= x + k++;
            power /= q;
            double term = factor * power / Factors[i];
            sum += term;
            if (Math.Abs(term) < 1e-17 * Math.Abs(sum)) break;
            factor *= x + k++;
            power /= q;
        }
        return sum;
    }
}

/// <summary>The n-th derivative of ψ at x, for whole n ≥ 0.</summary>
internal readonly struct Polygamma : IDoubleFunction2
{
    public static double OfDouble(double n, double x)
    {
        if (n < 0 || n != Math.Floor(n)) return double.NaN;
        if (n == 0) return Digamma.OfDouble(x);
        double factorial = Math.Exp(LogGamma.OfDouble(n + 1));
        return (n % 2 == 0 ? -1 : 1) * factorial * HurwitzZeta.OfDouble(n + 1, x);
    }
}
