namespace Keratin.Layers;

/// <summary>A sketch of a distribution: values in order and how many each stands for, to within a tolerance. The arithmetic is that of each generation of Keras.</summary>
internal static class QuantileSummary
{
    public static (float[] Values, float[] Weights) Of(float[] values, double tolerance, bool isKeras2)
    {
        Array.Sort(values);
        double increment = isKeras2 ? Math.Truncate((float)values.Length / (float)(1 / tolerance)) : values.Length / (1 / tolerance);
        double step = Math.Max(increment, 1);
        int start = (int)(isKeras2 ? increment : step - 1);
        var kept = new List<float>();
        for (int i = start; i < values.Length; i += (int)step) kept.Add(values[i]);
        return ([.. kept], [.. Enumerable.Repeat((float)step, kept.Count)]);
    }

    public static (float[] Values, float[] Weights) Merge((float[] Values, float[] Weights) first, (float[] Values, float[] Weights) second, double tolerance)
    {
        float[] values = [.. first.Values, .. second.Values], weights = [.. first.Weights, .. second.Weights];
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        return Compress((Array.ConvertAll(order, i => values[i]), Array.ConvertAll(order, i => weights[i])), tolerance);
    }

    /// <summary>The boundaries between bins of as many values each.</summary>
    public static float[] Boundaries((float[] Values, float[] Weights) summary, int bins)
    {
        var compressed = Compress(summary, 1.0 / bins).Values;
        return compressed.Length == 0 ? [] : compressed[..^1];
    }

    private static (float[] Values, float[] Weights) Compress((float[] Values, float[] Weights) summary, double tolerance)
    {
        if (summary.Values.Length * tolerance < 1) return summary;
        var cumulated = new double[summary.Weights.Length];
        float sum = 0;
        for (int i = 0; i < cumulated.Length; i++) cumulated[i] = sum += summary.Weights[i];
        double[] shares = Array.ConvertAll(cumulated, total => (double)((float)total / sum)), values = Array.ConvertAll(summary.Values, static value => (double)value);
        int count = (int)Math.Ceiling(1 / tolerance);
        float[] newValues = new float[count], newWeights = new float[count];
        double before = 0;
        for (int i = 0; i < count; i++)
        {
            double share = tolerance + i * tolerance, total = Interpolate(share, shares, cumulated);
            newValues[i] = (float)Interpolate(share, shares, values);
            newWeights[i] = (float)(total - before);
            before = total;
        }
        return (newValues, newWeights);
    }

    private static double Interpolate(double x, double[] places, double[] values)
    {
        if (x <= places[0]) return values[0];
        if (x >= places[^1]) return values[^1];
        int next = Array.FindIndex(places, place => place > x);
        double slope = (values[next] - values[next - 1]) / (places[next] - places[next - 1]);
        return slope * (x - places[next - 1]) + values[next - 1];
    }
}
