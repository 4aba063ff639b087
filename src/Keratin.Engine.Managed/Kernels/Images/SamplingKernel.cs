namespace Keratin.Engines.Managed.Kernels;

/// <summary>A function of the distance by which resampling weighs pixels; 0 beyond its radius.</summary>
internal sealed record SamplingKernel(float Radius, Func<float, float> Weight)
{
    /// <summary>The kernel of one of <c>ScaleAndTranslate</c>'s names, or null.</summary>
    public static SamplingKernel? Find(string name) => name switch
    {
        "lanczos1" => Lanczos(1),
        "lanczos3" => Lanczos(3),
        "lanczos5" => Lanczos(5),
        "gaussian" => new(1.5f, static x => x >= 1.5f ? 0 : MathF.Exp(-x * x / (2 * 0.5f * 0.5f))),
        "box" => new(1, static x => x < 0.5f ? 1 : x == 0.5f ? 0.5f : 0),
        "triangle" => new(1, static x => x < 1 ? 1 - x : 0),
        "keyscubic" => new(2, static x => CubicWeights.Of(x, keys: true)),
        "mitchellcubic" => new(2, static x => x >= 2 ? 0
            : x >= 1 ? (((((-7 / 18f) * x) + 2) * x - (10 / 3f)) * x) + (16 / 9f)
            : (((7 / 6f * x) - 2) * x * x) + (8 / 9f)),
        _ => null,
    };

    private static SamplingKernel Lanczos(float radius) => new(radius, x =>
        x > radius ? 0 : x <= 1e-3f ? 1 : radius * MathF.Sin(MathF.PI * x) * MathF.Sin(MathF.PI * x / radius) / (MathF.PI * MathF.PI * x * x));
}

/// <summary>Weights of cubic convolution (Keys, 1981).</summary>
internal static class CubicWeights
{
    // TensorFlow looks its weights up in a table of so many steps.
    private const float Steps = 1024;

    /// <summary>A fraction rounded as by the table.</summary>
    public static float Rounded(float fraction) => MathF.Round(fraction * Steps) / Steps;

    /// <summary>The weight at a distance: with Keys' own slope of −½, or the −¾ of older resizers.</summary>
    public static float Of(float distance, bool keys)
    {
        double a = keys ? -0.5 : -0.75;
        float x = distance;
        if (x >= 2) return 0;
        return (float)(x <= 1 ? (((a + 2) * x) - (a + 3)) * x * x + 1 : ((((a * x) - (5 * a)) * x) + (8 * a)) * x - (4 * a));
    }
}
