namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// How an axis is resampled: each output is a weighted sum of <see cref="PerOutput"/> inputs. All that resizes images along their
/// axes, and the gradients thereof, is said in this way. Output i takes inputs Sources[i · PerOutput …] with Weights[i · PerOutput …].
/// </summary>
internal sealed record AxisTaps(int Inputs, int Outputs, int PerOutput, int[] Sources, float[] Weights)
{
    private static AxisTaps Create(int inputs, int outputs, int perOutput) =>
        new(inputs, outputs, perOutput, new int[checked(outputs * perOutput)], new float[checked(outputs * perOutput)]);

    /// <summary>Between the two inputs around the place of an output (<c>ResizeBilinear</c>).</summary>
    public static AxisTaps Linear(AxisScale scale)
    {
        var taps = Create(scale.Inputs, scale.Outputs, 2);
        for (int i = 0; i < scale.Outputs; i++)
        {
            float place = scale.Place(i), below = MathF.Floor(place);
            taps.Set(i, 0, (int)below, 1 - (place - below));
            taps.Set(i, 1, (int)MathF.Ceiling(place), place - below);
        }
        return taps;
    }

    /// <summary>The input nearest to the place of an output (<c>ResizeNearestNeighbor</c>).</summary>
    public static AxisTaps Nearest(AxisScale scale)
    {
        var taps = Create(scale.Inputs, scale.Outputs, 1);
        for (int i = 0; i < scale.Outputs; i++)
        {
            float place = scale.HalfPixelCenters ? (i + 0.5f) * scale.Factor : i * scale.Factor;
            taps.Set(i, 0, (int)(scale.AlignCorners ? MathF.Round(place, MidpointRounding.AwayFromZero) : MathF.Floor(place)), 1);
        }
        return taps;
    }

    /// <summary>The four inputs around the place of an output, by cubic convolution (<c>ResizeBicubic</c>).</summary>
    public static AxisTaps Cubic(AxisScale scale)
    {
        var taps = Create(scale.Inputs, scale.Outputs, 4);
        for (int i = 0; i < scale.Outputs; i++)
        {
            float place = scale.Place(i);
            int below = (int)MathF.Floor(place);
            float distance = CubicWeights.Rounded(place - below);
            for (int k = 0; k < 4; k++) taps.Set(i, k, below + k - 1, CubicWeights.Of(MathF.Abs(distance + 1 - k), scale.HalfPixelCenters));
            if (scale.HalfPixelCenters) taps.LeaveOutside(i, below - 1);
        }
        return taps;
    }

    /// <summary>The mean of the inputs that an output covers, each by the part that is covered (<c>ResizeArea</c>).</summary>
    public static AxisTaps Area(AxisScale scale)
    {
        int most = (int)Math.Min(Math.Ceiling((double)scale.Factor) + 1, int.MaxValue / Math.Max(scale.Outputs, 1));
        var taps = Create(scale.Inputs, scale.Outputs, most);
        for (int i = 0; i < scale.Outputs; i++)
        {
            float start = i * scale.Factor, end = (i + 1) * scale.Factor;
            int first = (int)MathF.Floor(start), last = (int)MathF.Ceiling(end);
            for (int source = first; source < Math.Min(last, first + most); source++)
            {
                float covered = source < start ? (source + 1 > end ? scale.Factor : source + 1 - start) : source + 1 > end ? end - source : 1;
                taps.Set(i, source - first, source, covered / scale.Factor);
            }
        }
        return taps;
    }

    /// <summary>Inputs under a kernel that is scaled and moved over them (<c>ScaleAndTranslate</c>); places beyond the image give 0.</summary>
    public static AxisTaps Sampled(int inputs, int outputs, SamplingKernel kernel, float scale, float translation, bool antialias)
    {
        float step = (float)(1.0 / scale), shift = -step * translation;
        // When an image shrinks, the kernel grows as a low-pass filter.
        float stretch = antialias ? Math.Max(step, 1) : 1, reach = kernel.Radius * stretch;
        int most = (int)Math.Min((2 * Math.Ceiling((double)reach)) + 1, inputs);
        var taps = Create(inputs, outputs, most);
        for (int i = 0; i < outputs; i++)
        {
            float place = ((i + 0.5f) * step) + shift;
            if (!(place >= 0 && place <= inputs)) continue;
            int first = (int)Math.Clamp(MathF.Ceiling(place - reach - 0.5f), 0, inputs - 1), last = (int)Math.Clamp(MathF.Floor(place + reach - 0.5f), 0, inputs - 1);
            for (int source = first; source <= Math.Min(last, first + most - 1); source++)
                taps.Set(i, source - first, source, kernel.Weight(MathF.Abs((source + 0.5f - place) / stretch)));
            taps.Normalize(i);
        }
        return taps;
    }

    private void Set(int output, int tap, int source, float weight)
    {
        Sources[(output * PerOutput) + tap] = Math.Clamp(source, 0, Inputs - 1);
        Weights[(output * PerOutput) + tap] = weight;
    }

    /// <summary>Takes nothing from places beyond the image, and more from the others instead.</summary>
    private void LeaveOutside(int output, int first)
    {
        for (int k = 0; k < PerOutput; k++)
            if (first + k < 0 || first + k >= Inputs) Weights[(output * PerOutput) + k] = 0;
        Normalize(output);
    }

    private void Normalize(int output)
    {
        const float Negligible = 1000 * 1.17549435e-38f;
        var weights = Weights.AsSpan(output * PerOutput, PerOutput);
        float sum = 0;
        foreach (float weight in weights) sum += weight;
        if (MathF.Abs(sum) < Negligible) return;
        foreach (ref float weight in weights) weight /= sum;
    }
}
