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

    private protected override Tensor Augment(Tensor images, SeedGenerator random)
    {
        Tensor rows = Sizing.Of(images, 1) - Height, columns = Sizing.Of(images, 2) - Width;
        // What is too small is resized, as while not training.
        if (rows.HasValue && columns.HasValue && (rows.Item<int>() < 0 || columns.Item<int>() < 0)) return AspectRatio.SmartResize(images, Height, Width);
        return ImageBatch.Slice(images, Place(rows), Place(columns), Height, Width);

        Tensor Place(Tensor room) => Ops.Cast(Ops.Floor(Draw(images, random, 0, 1, each: false) * Ops.Cast(room + 1, images.DType)), DType.Int32);
    }
}
