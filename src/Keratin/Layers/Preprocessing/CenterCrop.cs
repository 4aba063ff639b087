using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Cuts out the middle of images; those that are too small are enlarged and cropped. Keras: <c>keras.layers.CenterCrop</c>.</summary>
/// <param name="height">The new height.</param>
/// <param name="width">The new width.</param>
/// <param name="dataFormat">Where the channels are (Keras 3).</param>
[KerasObject("CenterCrop")]
public sealed partial class CenterCrop(int height, int width, DataFormat dataFormat = DataFormat.ChannelsLast) : Layer
{
    /// <summary>The new height.</summary>
    [Config]
    public int Height { get; } = height > 0 ? height : throw new ArgumentOutOfRangeException(nameof(height), height, "The height must be at least 1.");

    /// <summary>The new width.</summary>
    [Config]
    public int Width { get; } = width > 0 ? width : throw new ArgumentOutOfRangeException(nameof(width), width, "The width must be at least 1.");

    /// <summary>Where the channels are.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public DataFormat DataFormat { get; } = dataFormat;

    private protected override bool Autocast => false;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => ImageBatch.CheckRank(this, inputs);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var images = inputs.DType == ComputeDType ? inputs : Ops.Cast(inputs, ComputeDType);
        return ImageBatch.Apply(images, DataFormat, Crop);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => ImageBatch.WithSize(input, DataFormat, Height, Width);

    private Tensor Crop(Tensor images)
    {
        Tensor rows = Sizing.Of(images, 1), columns = Sizing.Of(images, 2);
        if (rows.HasValue && columns.HasValue)
        {
            int above = rows.Item<int>() - Height, left = columns.Item<int>() - Width;
            return above >= 0 && left >= 0 ? ImageBatch.Slice(images, above / 2, left / 2, Height, Width) : AspectRatio.SmartResize(images, Height, Width);
        }
        // Which of the two it is turns out when it runs; what has the size already is left as it is by resizing.
        var isLarge = Ops.LogicalAnd(rows >= Height, columns >= Width);
        var (top, start, height, width) = AspectRatio.CropWindow(images, Height, Width);
        var part = ImageBatch.Slice(
            images, Ops.SelectV2(isLarge, Ops.FloorDiv(rows - Height, 2), top), Ops.SelectV2(isLarge, Ops.FloorDiv(columns - Width, 2), start),
            Ops.SelectV2(isLarge, Height, height), Ops.SelectV2(isLarge, Width, width));
        return ImageResizing.Resize(part, Height, Width, Interpolation.Bilinear);
    }
}
