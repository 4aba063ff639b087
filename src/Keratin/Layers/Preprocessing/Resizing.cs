using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What is put beyond an image's border.</summary>
public enum FillMode
{
    /// <summary>A fixed value.</summary>
    Constant,

    /// <summary>The image, mirrored at the border.</summary>
    Reflect,

    /// <summary>The image again.</summary>
    Wrap,

    /// <summary>The nearest pixel.</summary>
    Nearest,
}

/// <summary>Images of another size. Keras: <c>keras.layers.Resizing</c>.</summary>
/// <remarks>Input (batch, height, width, channels) or one image; channels come first with <see cref="DataFormat.ChannelsFirst"/>. Output of the given height and width.</remarks>
/// <param name="height">The new height.</param>
/// <param name="width">The new width.</param>
/// <param name="interpolation">What is put between pixels.</param>
/// <param name="cropToAspectRatio">Whether images are cropped rather than distorted.</param>
/// <param name="padToAspectRatio">Whether images are padded rather than distorted (Keras 3).</param>
/// <param name="dataFormat">Where the channels are (Keras 3).</param>
[KerasObject("Resizing")]
public sealed partial class Resizing(
    int height, int width, Interpolation interpolation = Interpolation.Bilinear, bool cropToAspectRatio = false, bool padToAspectRatio = false,
    DataFormat dataFormat = DataFormat.ChannelsLast) : Layer
{
    /// <summary>The new height.</summary>
    [Config]
    public int Height { get; } = height > 0 ? height : throw new ArgumentOutOfRangeException(nameof(height), height, "The height must be at least 1.");

    /// <summary>The new width.</summary>
    [Config]
    public int Width { get; } = width > 0 ? width : throw new ArgumentOutOfRangeException(nameof(width), width, "The width must be at least 1.");

    /// <summary>What is put between pixels.</summary>
    [Config]
    public Interpolation Interpolation { get; } = interpolation;

    /// <summary>Whether images are cropped rather than distorted.</summary>
    [Config]
    public bool CropToAspectRatio { get; } = cropToAspectRatio;

    /// <summary>Whether images are padded rather than distorted.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public bool PadToAspectRatio { get; } = padToAspectRatio && cropToAspectRatio ? throw new ArgumentException("Images are cropped or padded, not both.", nameof(padToAspectRatio)) : padToAspectRatio;

    /// <summary>What images are padded with; Keras has a constant only.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public FillMode FillMode { get; init; }

    /// <summary>The constant that images are padded with.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public double FillValue { get; init; }

    /// <summary>Whether shrinking blurs beforehand what would be too fine.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public bool Antialias { get; init; }

    /// <summary>Where the channels are.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public DataFormat DataFormat { get; } = dataFormat;

    private protected override bool Autocast => false;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => ImageBatch.CheckRank(this, inputs);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var images = Interpolation == Interpolation.Nearest || inputs.DType.IsFloating() ? inputs : Ops.Cast(inputs, ComputeDType);
        return ImageBatch.Apply(images, DataFormat, batch =>
        {
            if (CropToAspectRatio) batch = AspectRatio.Crop(batch, Height, Width);
            if (PadToAspectRatio) batch = AspectRatio.Pad(batch, Height, Width, FillValue);
            var resized = ImageResizing.Resize(batch, Height, Width, Interpolation, Antialias);
            return resized.DType == ComputeDType ? resized : Ops.Cast(resized, ComputeDType);
        });
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => ImageBatch.WithSize(input, DataFormat, Height, Width);
}
