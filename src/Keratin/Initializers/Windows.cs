namespace Keratin.Initializers;

/// <summary>Window functions by SciPy's names (<c>scipy.signal.get_window</c>).</summary>
internal static class Windows
{
    /// <summary>A window of a length; a periodic one is a symmetric one, a sample longer, without its last sample.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static double[] Get(string name, int length, bool periodic)
    {
        var function = Function(name);
        var result = new double[length];
        int last = periodic ? length : length - 1;
        for (int i = 0; i < length; i++) result[i] = last == 0 ? 1 : function((double)i / last);
        return result;
    }

    /// <summary>The window over [0, 1].</summary>
    private static Func<double, double> Function(string name) => name switch
    {
        "boxcar" or "box" or "ones" or "rect" or "rectangular" => static _ => 1,
        "hann" or "han" => static x => Cosines(x, 0.5, 0.5),
        "hamming" or "hamm" or "ham" => static x => Cosines(x, 0.54, 0.46),
        "blackman" or "black" or "blk" => static x => Cosines(x, 0.42, 0.5, 0.08),
        "nuttall" or "nutl" or "nut" => static x => Cosines(x, 0.3635819, 0.4891775, 0.1365995, 0.0106411),
        "blackmanharris" or "blackharr" or "bkh" => static x => Cosines(x, 0.35875, 0.48829, 0.14128, 0.01168),
        "flattop" or "flat" or "flt" => static x => Cosines(x, 0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
        "bartlett" or "bart" or "brt" => static x => 1 - Math.Abs(2 * x - 1),
        "bohman" or "bman" or "bmn" => static x => Bohman(Math.Abs(2 * x - 1)),
        _ => throw new ArgumentException($"'{name}' is no window; there are hann, hamming, blackman, nuttall, blackmanharris, flattop, bartlett, bohman and boxcar.", nameof(name)),
    };

    private static double Cosines(double x, params ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int k = 0; k < weights.Length; k++) sum += weights[k] * (k % 2 == 0 ? 1 : -1) * Math.Cos(2 * Math.PI * k * x);
        return sum;
    }

    private static double Bohman(double x) => x >= 1 ? 0 : (1 - x) * Math.Cos(Math.PI * x) + Math.Sin(Math.PI * x) / Math.PI;
}
