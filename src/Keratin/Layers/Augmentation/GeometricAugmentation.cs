using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What layers have in common that move images' pixels by a random affine transform.</summary>
[KerasObject]
public abstract partial class GeometricAugmentation : AugmentationLayer
{
    private protected GeometricAugmentation()
    {
    }

    /// <summary>What is put beyond the border.</summary>
    [Config]
    public FillMode FillMode { get; init; } = FillMode.Reflect;

    /// <summary>The value beyond the border, with <see cref="FillMode.Constant"/>.</summary>
    [Config]
    public double FillValue { get; init; }

    /// <summary>What is put between pixels: nearest or bilinear.</summary>
    [Config]
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <summary>For each image the numbers (a, b, c, d, e, f): an output pixel (x, y) is the input's at (ax + by + c, dx + ey + f).</summary>
    private protected abstract Tensor[] Transforms(Tensor images, Tensor height, Tensor width, SeedGenerator random);

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var wide = Wide(images);
        Tensor height = Ops.Cast(Sizing.Of(images, 1), DType.Float32), width = Ops.Cast(Sizing.Of(images, 2), DType.Float32);
        var numbers = Transforms(wide, height, width, random);
        var zeros = Ops.Fill(Sizing.Shape(Sizing.Of(images, 0), 1, 1, 1), 0f);
        var columns = Array.ConvertAll(numbers, number => Ops.Reshape(number + zeros, new[] { -1, 1 }));
        var none = Ops.ZerosLike(columns[0]);
        var transforms = Ops.ConcatV2([.. columns, none, none], 1);
        return batch =>
        {
            var moved = Ops.ImageProjectiveTransformV3(
                Wide(batch), transforms, Sizing.Shape(Sizing.Of(batch, 1), Sizing.Of(batch, 2)), (float)FillValue,
                interpolation: Interpolation == Interpolation.Nearest ? "NEAREST" : "BILINEAR", fillMode: FillMode switch { FillMode.Constant => "CONSTANT", FillMode.Wrap => "WRAP", FillMode.Nearest => "NEAREST", _ => "REFLECT" });
            return moved.DType == batch.DType ? moved : Ops.Cast(moved, batch.DType);
        };
    }

    private static Tensor Wide(Tensor images) => images.DType == DType.Float32 ? images : Ops.Cast(images, DType.Float32);
}

/// <summary>Turns images by random angles. Keras: <c>keras.layers.RandomRotation</c>.</summary>
/// <param name="factor">The largest angle either way, as a share of a full turn; or the least and the largest.</param>
[KerasObject("RandomRotation", Ignored = ["value_range"])]
public sealed partial class RandomRotation(Numbers factor) : GeometricAugmentation
{
    /// <summary>The limits of the angle, as shares of a full turn.</summary>
    [Config]
    public Numbers Factor { get; } = factor;

    private protected override Tensor[] Transforms(Tensor images, Tensor height, Tensor width, SeedGenerator random)
    {
        var (low, high) = Limits(Factor);
        bool isKeras3 = Dialect == Dialect.Keras3;
        var angle = isKeras3 ? Draw(images, random, low * 360, high * 360) * (float)(Math.PI / 180) : Draw(images, random, low * 2 * Math.PI, high * 2 * Math.PI);
        Tensor cos = Ops.Cos(angle), sin = Ops.Sin(angle), x = width - 1f, y = height - 1f;
        if (isKeras3)
        {
            Tensor middleX = x * 0.5f, middleY = y * 0.5f;
            return [cos, -sin, middleX - middleX * cos + middleY * sin, sin, cos, middleY - middleX * sin - middleY * cos];
        }
        return [cos, -sin, (x - (cos * x - sin * y)) / 2f, sin, cos, (y - (sin * x + cos * y)) / 2f];
    }
}

/// <summary>Shifts images at random. Keras: <c>keras.layers.RandomTranslation</c>.</summary>
/// <param name="heightFactor">The largest shift up or down, as a share of the height; or the least and the largest.</param>
/// <param name="widthFactor">The largest shift to either side, as a share of the width; or the least and the largest.</param>
[KerasObject("RandomTranslation")]
public sealed partial class RandomTranslation(Numbers heightFactor, Numbers widthFactor) : GeometricAugmentation
{
    /// <summary>The limits of the shift down, as shares of the height.</summary>
    [Config]
    public Numbers HeightFactor { get; } = heightFactor;

    /// <summary>The limits of the shift to the right, as shares of the width.</summary>
    [Config]
    public Numbers WidthFactor { get; } = widthFactor;

    private protected override Tensor[] Transforms(Tensor images, Tensor height, Tensor width, SeedGenerator random)
    {
        var (up, down) = Limits(HeightFactor);
        var (left, right) = Limits(WidthFactor);
        Tensor y = Draw(images, random, up, down) * height, x = Draw(images, random, left, right) * width;
        return [1f, 0f, -x, 0f, 1f, -y];
    }
}

/// <summary>Enlarges or shrinks images at random. Keras: <c>keras.layers.RandomZoom</c>.</summary>
/// <param name="heightFactor">The largest change of what is seen of the height, as a share, negative ones zooming in; or the least and the largest.</param>
/// <param name="widthFactor">The same for the width; as the height if not given.</param>
[KerasObject("RandomZoom")]
public sealed partial class RandomZoom(Numbers heightFactor, Numbers? widthFactor = null) : GeometricAugmentation
{
    /// <summary>The limits of the change of the height.</summary>
    [Config]
    public Numbers HeightFactor { get; } = heightFactor;

    /// <summary>The limits of the change of the width; null if it goes with the height.</summary>
    [Config]
    public Numbers? WidthFactor { get; } = widthFactor;

    private protected override Tensor[] Transforms(Tensor images, Tensor height, Tensor width, SeedGenerator random)
    {
        var (low, high) = Limits(HeightFactor);
        var rows = Draw(images, random, 1 + low, 1 + high);
        var columns = rows;
        if (WidthFactor is { } factor)
        {
            var (narrow, broad) = Limits(factor);
            columns = Draw(images, random, 1 + narrow, 1 + broad);
        }
        return [columns, 0f, (width - 1f) / 2f * (1f - columns), 0f, rows, (height - 1f) / 2f * (1f - rows)];
    }
}

/// <summary>Slants images at random. Keras 3: <c>keras.layers.RandomShear</c>.</summary>
/// <param name="xFactor">The limits of how far rows move for each row.</param>
/// <param name="yFactor">The limits of how far columns move for each column.</param>
[KerasObject("RandomShear")]
public sealed partial class RandomShear(Numbers? xFactor = null, Numbers? yFactor = null) : GeometricAugmentation
{
    /// <summary>The limits of how far rows move for each row.</summary>
    [Config]
    public Numbers XFactor { get; } = xFactor ?? 0.0;

    /// <summary>The limits of how far columns move for each column.</summary>
    [Config]
    public Numbers YFactor { get; } = yFactor ?? 0.0;

    private protected override Tensor[] Transforms(Tensor images, Tensor height, Tensor width, SeedGenerator random)
    {
        var (left, right) = Limits(XFactor);
        var (up, down) = Limits(YFactor);
        var side = Ops.SelectV2(Draw(images, random, 0, 1) > 0.5f, -1f, 1f);
        var y = Draw(images, random, up, down) * side;
        return [1f, Draw(images, random, left, right) * side, 0f, y, 1f, 0f];
    }
}
