using Keratin.Engines.Managed.Numerics;

namespace Keratin.Tests.Engines.Managed.Numerics;

/// <summary>Functions in double precision, written for clarity, against which the fast ones are held.</summary>
internal static class Reference
{
    public static double Activate(Activation activation, double x, double alpha) => activation switch
    {
        Activation.None => x,
        Activation.Relu => Math.Max(x, 0),
        Activation.Relu6 => Math.Clamp(x, 0, 6),
        Activation.LeakyRelu => x < 0 ? alpha * x : x,
        Activation.Elu => x < 0 ? alpha * (Math.Exp(x) - 1) : x,
        Activation.Selu => 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * (Math.Exp(x) - 1) : x),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.HardSigmoid => Math.Clamp((x / 6) + 0.5, 0, 1),
        Activation.Tanh => Math.Tanh(x),
        Activation.Softplus => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        Activation.Softsign => x / (1 + Math.Abs(x)),
        Activation.Silu => x / (1 + Math.Exp(-x)),
        Activation.Gelu => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
        Activation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    /// <summary>1 − erf; beyond 3 by the continued fraction.</summary>
    public static double Erfc(double x)
    {
        if (x < 3)
        {
            return 1 - Erf(x);
        }

        double fraction = 0;
        for (int n = 200; n > 0; n--)
        {
            fraction = n / 2.0 / (x + fraction);
        }

        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
    }

    /// <summary>By its Taylor series near zero, in decimals because the terms cancel; by the continued fraction of its complement beyond.</summary>
    public static double Erf(double x)
    {
        double size = Math.Abs(x), result;
        if (double.IsNaN(x))
        {
            return x;
        }

        if (size < 1e-2)
        {
            double z = x * x;
            return x * (2 / Math.Sqrt(Math.PI)) * (1 - (z * ((1.0 / 3) - (z * (0.1 - (z * ((1.0 / 42) - (z / 216))))))));
        }

        if (size < 3)
        {
            decimal term = Exactly(size), sum = term, square = term * term;
            for (int n = 1; n < 120; n++)
            {
                term *= -square / n;
                sum += term / ((2 * n) + 1);
            }

            result = (double)(sum * 1.1283791670955125738961589031m);
        }
        else
        {
            double fraction = 0;
            for (int n = 200; n > 0; n--)
            {
                fraction = n / 2.0 / (size + fraction);
            }

            result = 1 - (Math.Exp(-size * size) / Math.Sqrt(Math.PI) / (size + fraction));
        }

        return Math.CopySign(result, x);
    }

    /// <summary>All bits of a number from 0.01 to 4; a cast would keep 15 digits.</summary>
    private static decimal Exactly(double x)
    {
        long scaled = (long)Math.ScaleB(x, 60);
        return scaled / (decimal)(1L << 60);
    }
}
