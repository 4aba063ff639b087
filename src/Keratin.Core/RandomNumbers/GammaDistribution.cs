namespace Keratin.RandomNumbers;

/// <summary>Gamma distributions of scale 1, by Marsaglia and Tsang, "A simple method for generating gamma variables" (2000).</summary>
internal static class GammaDistribution
{
    /// <summary>How far the streams of neighbouring elements lie apart: many more counters than one takes.</summary>
    public const ulong CountersPerElement = 256;

    /// <summary>One number from a stream of its own.</summary>
    public static double Draw(Philox stream, double alpha)
    {
        var numbers = new Pairs { Stream = stream };
        if (alpha == 1) return -double.LogP1(-numbers.Uniform());
        // Below 1 a number of alpha + 1 is drawn and made smaller.
        double d = alpha + (alpha < 1 ? 2.0 / 3 : -1.0 / 3), c = 1.0 / 3 / Math.Sqrt(d);
        if (!(d > 0)) return double.NaN;
        while (true)
        {
            double x = numbers.Normal(), v = 1 + (c * x);
            if (v <= 0) continue;
            v = v * v * v;
            double u = numbers.Uniform();
            // The first condition spares the logarithms nearly always.
            if (u < 1 - (0.0331 * x * x * (x * x)) || Math.Log(u) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
                return alpha < 1 ? d * v * Math.Pow(numbers.Uniform(), 1 / alpha) : d * v;
        }
    }

    /// <summary>Numbers are drawn two at a time and used last one first.</summary>
    private struct Pairs
    {
        public Philox Stream;
        private double uniform, normal;
        private bool hasUniform, hasNormal;

        public double Uniform()
        {
            hasUniform = !hasUniform;
            if (!hasUniform) return uniform;
            Span<double> pair = stackalloc double[2];
            default(UnitUniform<double>).Draw(ref Stream, pair);
            uniform = pair[0];
            return pair[1];
        }

        public double Normal()
        {
            hasNormal = !hasNormal;
            if (!hasNormal) return normal;
            Span<double> pair = stackalloc double[2];
            default(StandardNormal<double>).Draw(ref Stream, pair);
            normal = pair[0];
            return pair[1];
        }
    }
}
