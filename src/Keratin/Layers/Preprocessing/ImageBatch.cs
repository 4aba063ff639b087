namespace Keratin.Layers;

/// <summary>What image layers do about single images, and about channels that come first.</summary>
internal static class ImageBatch
{
    public static void CheckRank(Layer layer, IReadOnlyList<Shape> inputs)
    {
        if (inputs is [{ HasRank: true } input] && input.Rank is not (3 or 4))
            throw new ArgumentException($"Layer '{layer.Name}' ({layer.ClassName}) needs images (batch, height, width, channels), or one without the batch; its input's shape is {input}.");
    }

    /// <summary>Applies what takes (batch, height, width, channels).</summary>
    public static Tensor Apply(Tensor images, DataFormat format, Func<Tensor, Tensor> op) =>
        images.Rank == 4 ? SpatialLayout.WithChannelsLast(images, format, op) : Ops.Squeeze(SpatialLayout.WithChannelsLast(Ops.ExpandDims(images, 0), format, op), [0]);

    public static Shape WithSize(Shape input, DataFormat format, long height, long width)
    {
        int axis = input.Rank - (format == DataFormat.ChannelsLast ? 3 : 2);
        return input.With(axis, height).With(axis + 1, width);
    }

    /// <summary>A part of (batch, height, width, channels).</summary>
    public static Tensor Slice(Tensor images, Tensor top, Tensor left, Tensor height, Tensor width) =>
        Ops.Slice(images, Sizing.Shape(0, top, left, 0), Sizing.Shape(-1, height, width, -1));
}

/// <summary>Images cropped or padded to the proportions of another size; sizes are rounded as Keras rounds them.</summary>
internal static class AspectRatio
{
    public static Tensor SmartResize(Tensor images, int height, int width) => ImageResizing.Resize(Crop(images, height, width), height, width, Interpolation.Bilinear);

    public static Tensor Crop(Tensor images, int height, int width)
    {
        var (top, left, rows, columns) = CropWindow(images, height, width);
        return ImageBatch.Slice(images, top, left, rows, columns);
    }

    /// <summary>The largest part in the middle of images that has the proportions.</summary>
    public static (Tensor Top, Tensor Left, Tensor Height, Tensor Width) CropWindow(Tensor images, int height, int width)
    {
        Tensor rows = Sizing.Of(images, 1), columns = Sizing.Of(images, 2);
        Tensor croppedRows = Clamp(rows, Scaled(columns, height, width)), croppedColumns = Clamp(columns, Scaled(rows, width, height));
        return (Half(rows, croppedRows), Half(columns, croppedColumns), croppedRows, croppedColumns);

        static Tensor Clamp(Tensor size, Tensor wanted) => Compute(size, wanted, static (a, b) => Math.Max(Math.Min(a, b), 1), static (a, b) => Ops.Maximum(Ops.Minimum(a, b), 1));
    }

    // The same is put on both sides, be it one pixel less than wanted.
    public static Tensor Pad(Tensor images, int height, int width, double value)
    {
        Tensor rows = Sizing.Of(images, 1), columns = Sizing.Of(images, 2);
        Tensor above = Half(AtLeast(rows, Scaled(columns, height, width)), rows), left = Half(AtLeast(columns, Scaled(rows, width, height)), columns);
        var paddings = Ops.Reshape(Sizing.Shape(0, 0, above, above, left, left, 0, 0), new[] { 4, 2 });
        return Ops.PadV2(images, paddings, Scalars.Like(images, value));

        static Tensor AtLeast(Tensor size, Tensor wanted) => Compute(size, wanted, Math.Max, static (a, b) => Ops.Maximum(a, b));
    }

    private static Tensor Scaled(Tensor size, int factor, int divisor) =>
        size.HasValue ? (int)((float)(size.Item<int>() * factor) / divisor) : Ops.Cast(Ops.Cast(size * factor, DType.Float32) / (float)divisor, DType.Int32);

    private static Tensor Half(Tensor larger, Tensor smaller) =>
        Compute(larger, smaller, static (a, b) => (int)((a - b) / 2f), static (a, b) => Ops.Cast(Ops.Cast(a - b, DType.Float32) / 2f, DType.Int32));

    // Sizes that are known stay numbers.
    private static Tensor Compute(Tensor a, Tensor b, Func<int, int, int> numbers, Func<Tensor, Tensor, Tensor> tensors) =>
        a.HasValue && b.HasValue ? numbers(a.Item<int>(), b.Item<int>()) : tensors(a, b);
}
