using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>How strong which pitches are in a sound, over time. Keras 3: <c>keras.layers.MelSpectrogram</c>.</summary>
/// <remarks>Input (batch, samples) or (samples), output (batch, bins, frames) or (bins, frames).</remarks>
[KerasObject("MelSpectrogram")]
public sealed partial class MelSpectrogram : Layer
{
    /// <summary>The number of samples of each Fourier transform.</summary>
    [Config]
    public int FftLength { get; init; } = 2048;

    /// <summary>How many samples frames are apart.</summary>
    [Config]
    public int SequenceStride { get; init; } = 512;

    /// <summary>The number of samples of each frame; as the transform's if not given.</summary>
    [Config]
    public int? SequenceLength { get => field ?? FftLength; init; }

    /// <summary>What frames are weighted by: <c>hann</c> or <c>hamming</c>; null for nothing.</summary>
    [Config]
    public string? Window { get; init; } = "hann";

    /// <summary>Samples per second.</summary>
    [Config]
    public double SamplingRate { get; init; } = 16000;

    /// <summary>The number of pitches.</summary>
    [Config]
    public int NumMelBins { get; init; } = 128;

    /// <summary>The lowest frequency, in hertz.</summary>
    [Config]
    public double MinFreq { get; init; } = 20;

    /// <summary>The highest frequency, in hertz; half the sampling rate if not given.</summary>
    [Config]
    public double? MaxFreq { get => field ?? SamplingRate / 2; init; }

    /// <summary>Whether strengths are in decibels.</summary>
    [Config]
    public bool PowerToDb { get; init; } = true;

    /// <summary>How many decibels below the strongest are kept apart.</summary>
    [Config]
    public double TopDb { get; init; } = 80;

    /// <summary>The power to which magnitudes are raised.</summary>
    [Config]
    public double MagExp { get; init; } = 2;

    /// <summary>The least strength.</summary>
    [Config]
    public double MinPower { get; init; } = 1e-10;

    /// <summary>The strength that is 0 decibels.</summary>
    [Config]
    public double RefPower { get; init; } = 1;

    private protected override bool Autocast => false;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (FftLength < SequenceLength) throw new ArgumentException($"Layer '{Name}' transforms {FftLength} samples at once, fewer than its frames have ({SequenceLength}).");
        if (inputs is [{ HasRank: true } input] && input.Rank is not (1 or 2)) throw new ArgumentException($"Layer '{Name}' (MelSpectrogram) takes sounds (batch, samples) or (samples); its input's shape is {input}.");
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var dtype = ComputeDType == DType.Float64 ? DType.Float64 : DType.Float32;
        var sounds = inputs.DType == dtype ? inputs : Ops.Cast(inputs, dtype);
        var spectrum = Ops.RFFT(Frames(sounds), new[] { FftLength }, tcomplex: dtype == DType.Float64 ? DType.Complex128 : DType.Complex64);
        Tensor real = Ops.Real(spectrum, dtype), imaginary = Ops.Imag(spectrum, dtype);
        var strength = Ops.Pow(Ops.Sqrt(Ops.Square(real) + Ops.Square(imaginary)), Scalars.Like(sounds, MagExp));
        var pitches = LinearAlgebra.LastAxisProduct(strength, HostTensor.From(MelFilters.Matrix(NumMelBins, FftLength / 2 + 1, SamplingRate, MinFreq, MaxFreq!.Value), [FftLength / 2 + 1, NumMelBins], dtype));
        if (PowerToDb) pitches = Decibels(pitches);
        var result = Ops.Transpose(pitches, pitches.Rank == 2 ? new[] { 1, 0 } : [0, 2, 1]);
        return result.DType == ComputeDType ? result : Ops.Cast(result, ComputeDType);
    }

    // Frames are centred: the sound is mirrored at its ends.
    private Tensor Frames(Tensor sounds)
    {
        int half = FftLength / 2;
        var paddings = new int[sounds.Rank, 2];
        (paddings[sounds.Rank - 1, 0], paddings[sounds.Rank - 1, 1]) = (half, half);
        var padded = Ops.MirrorPad(sounds, Tensor.From(paddings), "REFLECT");
        var samples = Sizing.Of(padded, -1);
        Tensor count = samples.HasValue ? (samples.Item<int>() - FftLength) / SequenceStride + 1 : Ops.FloorDiv(samples - FftLength, SequenceStride) + 1;
        var places = Ops.Reshape(Ops.Range(0, count, 1) * SequenceStride, new[] { -1, 1 }) + Ops.Range(0, FftLength, 1);
        var frames = Ops.GatherV2(padded, places, -1);
        return Window is null ? frames : frames * HostTensor.From(MelFilters.Window(Window, SequenceLength!.Value, FftLength), [FftLength], sounds.DType);
    }

    private Tensor Decibels(Tensor strength)
    {
        double scale = 10 / Math.Log(10);
        var result = Ops.Log(Ops.Maximum(strength, Scalars.Like(strength, MinPower))) * Scalars.Like(strength, scale)
            - Scalars.Like(strength, scale * Math.Log(Math.Max(Math.Abs(RefPower), MinPower)));
        return Ops.Maximum(result, Ops.Max(result, Scalars.AllAxes(result)) - Scalars.Like(strength, TopDb));
    }
}
