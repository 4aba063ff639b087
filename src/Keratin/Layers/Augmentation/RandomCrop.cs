using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Cuts a part out of images at a random place while training; those that are too small are enlarged first. Otherwise Keras 2 resizes images, and Keras 3 leaves them alone. Keras: <c>keras.layers.RandomCrop</c>.</summary>
/// <param name="height">The new height.</param>
/// <param name="width">The new width.</param>
[KerasObject("RandomCrop", Ignored = ["name_scope"])]
public sealed partial class RandomCrop(int height, int width) : AugmentationLayer
{
    /// <summary>The new height.</summary>
    [Config]
    public int Height { get; } = height > 0 ? height : throw new ArgumentOutOfRangeException(nameof(height), height, "The height must be at least 1.");

    /// <summary>The new width.</summary>
    [Config]
    public int Width { get; } = width > 0 ? width : throw new ArgumentOutOfRangeException(nameof(width), width, "The width must be at least 1.");

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => ImageBatch.WithSize(input, DataFormat, Height, Width);

    // Keras 3 leaves images as large as they are while not training.
    private protected override Tensor PassOn(Tensor images) => Dialect == Dialect.Keras3 ? images : AspectRatio.SmartResize(images, Height, Width);

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        Tensor rows = Sizing.Of(images, 1) - Height, columns = Sizing.Of(images, 2) - Width;
        bool isKnown = rows.HasValue && columns.HasValue, isKeras3 = Dialect == Dialect.Keras3;
        // What is too small is resized, as while not training; Keras 3 cuts out of the middle first, and resizes what isn't large enough.
        if (isKnown && isKeras3 && (rows.Item<int>() <= 0 || columns.Item<int>() <= 0)) return Middle;
        if (isKnown && (rows.Item<int>() < 0 || columns.Item<int>() < 0)) return batch => AspectRatio.SmartResize(batch, Height, Width);
        Tensor top = Place(rows), left = Place(columns);
        return batch => ImageBatch.Slice(batch, top, left, Height, Width);

        Tensor Place(Tensor room) => Ops.Cast(Uniform(Array.Empty<int>(), random, 0, 1, DType.Float32) * Ops.Cast(room + 1, DType.Float32), DType.Int32);
    }

    private Tensor Middle(Tensor images)
    {
        var (top, left, _, _) = AspectRatio.CropWindow(images, Height, Width);
        int rows = (int)images.Shape[1] - top.Item<int>(), columns = (int)images.Shape[2] - left.Item<int>();
        var part = ImageBatch.Slice(images, top, left, Math.Min(rows, Height), Math.Min(columns, Width));
        if (rows >= Height && columns >= Width) return part;
        var resized = ImageResizing.Resize(part, Height, Width, Interpolation.Bilinear);
        return resized.DType == images.DType ? resized : Ops.Cast(resized, images.DType);
    }
}
