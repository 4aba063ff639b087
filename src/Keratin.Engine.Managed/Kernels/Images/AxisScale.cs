namespace Keratin.Engines.Managed.Kernels;

/// <summary>Where the outputs of a resized axis lie on its inputs.</summary>
/// <param name="Inputs">The size before.</param>
/// <param name="Outputs">The size after.</param>
/// <param name="AlignCorners">Whether the centres of the first and the last pixels stay on each other.</param>
/// <param name="HalfPixelCenters">Whether a pixel's centre is half a pixel from its edge, rather than on it.</param>
internal readonly record struct AxisScale(int Inputs, int Outputs, bool AlignCorners, bool HalfPixelCenters)
{
    /// <summary>From one output to the next, in inputs.</summary>
    public float Factor => AlignCorners && Outputs > 1 ? (Inputs - 1) / (float)(Outputs - 1) : Inputs / (float)Outputs;

    /// <summary>The place of an output, in inputs.</summary>
    public float Place(int output) => HalfPixelCenters ? ((output + 0.5f) * Factor) - 0.5f : output * Factor;
}
