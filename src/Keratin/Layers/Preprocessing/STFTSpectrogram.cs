using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What <see cref="STFTSpectrogram"/> gives of a spectrum.</summary>
public enum SpectrogramMode
{
    /// <summary>The logarithm of the magnitude.</summary>
    Log,

    /// <summary>The magnitude.</summary>
    Magnitude,

    /// <summary>The power of both halves of the spectrum.</summary>
    Psd,

    /// <summary>The cosines.</summary>
    Real,

    /// <summary>The sines.</summary>
    Imag,

    /// <summary>The phase.</summary>
    Angle,

    /// <summary>Cosines, then sines.</summary>
    Stft,
}

/// <summary>Short-time Fourier transforms, as convolutions whose kernels can be trained. Keras 3: <c>keras.layers.STFTSpectrogram</c>.</summary>
/// <remarks>Input (batch, samples, channels), output (batch, frames, channels · frequencies); with <see cref="ExpandDims"/> (batch, frames, frequencies, channels). Channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="mode">What is given of the spectrum.</param>
/// <param name="frameLength">The number of samples of a frame.</param>
/// <param name="frameStep">How many samples frames are apart; half of a frame if not given.</param>
/// <param name="fftLength">The number of frequencies of the full transform; the next power of two if not given.</param>
[KerasObject("STFTSpectrogram")]
public sealed partial class STFTSpectrogram(SpectrogramMode mode = SpectrogramMode.Log, int frameLength = 256, int? frameStep = null, int? fftLength = null) : Layer
{
    private const double Least = 1e-7;
    private Weight? realKernel, imagKernel;

    /// <summary>What is given of the spectrum.</summary>
    [Config]
    public SpectrogramMode Mode { get; } = mode;

    /// <summary>The number of samples of a frame.</summary>
    [Config]
    public int FrameLength { get; } = frameLength > 1 ? frameLength : throw new ArgumentOutOfRangeException(nameof(frameLength), frameLength, "A frame needs at least two samples.");

    /// <summary>How many samples frames are apart.</summary>
    [Config]
    public int? FrameStep { get; } = frameStep is null || (frameStep >= 1 && frameStep <= frameLength) ? frameStep
        : throw new ArgumentOutOfRangeException(nameof(frameStep), frameStep, $"Frames of {frameLength} samples are 1 to {frameLength} apart.");

    /// <summary>The number of frequencies of the full transform.</summary>
    [Config]
    public int? FftLength { get; } = fftLength is null || fftLength >= frameLength ? fftLength
        : throw new ArgumentOutOfRangeException(nameof(fftLength), fftLength, $"A transform has at least as many frequencies as a frame has samples, {frameLength}.");

    /// <summary>What frames are weighted by, by SciPy's name; null for nothing.</summary>
    [Config]
    public string? Window { get; init; } = "hann";

    /// <summary>Whether the window is one period of a wave.</summary>
    [Config]
    public bool Periodic { get; init; }

    /// <summary>How the result is scaled by the window.</summary>
    [Config]
    public SpectrumScaling? Scaling { get; init; } = SpectrumScaling.Density;

    /// <summary>What happens at the ends.</summary>
    [Config]
    public Padding Padding { get; init; }

    /// <summary>Whether frequencies get an axis of their own.</summary>
    [Config]
    public bool ExpandDims { get; init; }

    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat { get; init; }

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => SpatialLayout.CheckRank(this, inputs, 1);

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        int length = FftLength ?? (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)FrameLength);
        Shape shape = [FrameLength, 1, length / 2 + 1];
        if (Mode != SpectrogramMode.Imag) realKernel = AddWeight("real_kernel", shape, new STFT(SpectrumSide.Real, Window, Scaling, Periodic));
        if (Mode != SpectrogramMode.Real) imagKernel = AddWeight("imag_kernel", shape, new STFT(SpectrumSide.Imag, Window, Scaling, Periodic));
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var sounds = DataFormat == DataFormat.ChannelsLast ? Ops.Transpose(inputs, new[] { 0, 2, 1 }) : inputs;
        Tensor? real = realKernel is null ? null : Transform(sounds, Read(realKernel)), imag = imagKernel is null ? null : Transform(sounds, Read(imagKernel));
        switch (Mode)
        {
            case SpectrogramMode.Real: return Arrange(real!);
            case SpectrogramMode.Imag: return Arrange(imag!);
            case SpectrogramMode.Angle: return Arrange(Ops.Atan2(imag!, real!));
            case SpectrogramMode.Stft: return Arrange(Ops.ConcatV2([real!, imag!], 3));
        }
        var power = Ops.Square(real!) + Ops.Square(imag!);
        // All but the lowest and the highest frequency stand for two.
        if (Mode == SpectrogramMode.Psd) return Arrange(power + Ops.Pad(power[.., .., .., 1..^1], Tensor.From(new[,] { { 0, 0 }, { 0, 0 }, { 0, 0 }, { 1, 1 } })));
        var magnitude = Ops.Sqrt(Ops.Maximum(power, Scalars.Like(power, Least)));
        return Arrange(Mode == SpectrogramMode.Magnitude ? magnitude : Ops.Log(Ops.Maximum(magnitude, Scalars.Like(power, Least))));
    }

    // (batch, channels, samples) to (batch, channels, frames, frequencies).
    private Tensor Transform(Tensor sounds, Tensor kernel)
    {
        Tensor batch = Sizing.Of(sounds, 0), channels = Sizing.Of(sounds, 1);
        var each = Sizing.Reshape(sounds, Sizing.Product(batch, channels), 1, Sizing.Of(sounds, 2), 1);
        int step = FrameStep ?? FrameLength / 2;
        var frames = Ops.Conv2D(each, Ops.ExpandDims(kernel, 0), [1, 1, step, 1], SpatialLayout.Name(Padding));
        return Sizing.Reshape(frames, batch, channels, Sizing.Of(frames, 2), Sizing.Of(frames, 3));
    }

    private Tensor Arrange(Tensor frames)
    {
        if (ExpandDims) return DataFormat == DataFormat.ChannelsLast ? Ops.Transpose(frames, new[] { 0, 2, 3, 1 }) : frames;
        var sizes = Sizing.Of(frames);
        var frequencies = Sizing.Product(sizes[1], sizes[3]);
        return DataFormat == DataFormat.ChannelsLast
            ? Sizing.Reshape(Ops.Transpose(frames, new[] { 0, 2, 1, 3 }), sizes[0], sizes[2], frequencies)
            : Sizing.Reshape(Ops.Transpose(frames, new[] { 0, 1, 3, 2 }), sizes[0], frequencies, sizes[2]);
    }
}
