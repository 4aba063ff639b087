using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>The part of a spectrum that an <see cref="STFT"/> kernel gives.</summary>
public enum SpectrumSide
{
    /// <summary>The cosines.</summary>
    Real,

    /// <summary>The sines.</summary>
    Imag,
}

/// <summary>How an <see cref="STFT"/> kernel is scaled by its window.</summary>
public enum SpectrumScaling
{
    /// <summary>By the root of the window's energy.</summary>
    Density,

    /// <summary>By the window's sum.</summary>
    Spectrum,
}

/// <summary>
/// A convolution kernel (frame length, 1, bins) that computes a short-time Fourier transform (<c>keras.initializers.STFT</c>, Keras 3).
/// </summary>
[KerasObject("STFT", "STFTInitializer")]
public sealed partial class STFT : Initializer
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="side">Cosines or sines.</param>
    /// <param name="window">A window by SciPy's name (<c>hann</c>, <c>hamming</c>, <c>blackman</c> …); null for none.</param>
    /// <param name="scaling">The scaling by the window; null for none.</param>
    /// <param name="periodic">Whether the window repeats with its length (SciPy's <c>fftbins</c>).</param>
    /// <exception cref="ArgumentException">The window is unknown.</exception>
    public STFT(SpectrumSide side = SpectrumSide.Real, string? window = "hann", SpectrumScaling? scaling = SpectrumScaling.Density, bool periodic = false)
    {
        if (window is not null) Windows.Get(window, 1, periodic);
        (Side, Window, Scaling, Periodic) = (side, window, scaling, periodic);
    }

    /// <summary>Cosines or sines.</summary>
    [Config]
    public SpectrumSide Side { get; }

    /// <summary>The window's name; null for none.</summary>
    [Config]
    public string? Window { get; }

    /// <summary>Whether the window repeats with its length (SciPy's <c>fftbins</c>).</summary>
    [Config]
    public bool Periodic { get; }

    /// <summary>The scaling by the window; null for none.</summary>
    [Config]
    public SpectrumScaling? Scaling { get; }

    /// <inheritdoc/>
    public override EagerTensor Create(Shape shape, DType dtype = DType.Float32)
    {
        if (shape.Rank != 3) throw new ArgumentException($"The STFT initializer makes kernels (frame length, 1, bins); the weight's shape is {shape}.", nameof(shape));
        int frame = (int)shape[0], channels = (int)shape[1], bins = (int)shape[2];
        double[]? window = Window is null ? null : Windows.Get(Window, frame, Periodic);
        double scale = window is null ? 1 : Scaling switch
        {
            SpectrumScaling.Density => Math.Sqrt(window.Sum(static x => x * x)),
            SpectrumScaling.Spectrum => window.Sum(Math.Abs),
            _ => 1,
        };
        var values = new double[shape.ElementCount];
        for (int t = 0; t < frame; t++)
        {
            for (int f = 0; f < bins; f++)
            {
                double angle = -2 * Math.PI * t * f / ((bins - 1) * 2);
                double value = (Side == SpectrumSide.Real ? Math.Cos(angle) : Math.Sin(angle)) * (window?[t] ?? 1) / scale;
                for (int c = 0; c < channels; c++) values[(t * channels + c) * bins + f] = value;
            }
        }

        return HostTensor.From(values, shape, dtype);
    }
}
