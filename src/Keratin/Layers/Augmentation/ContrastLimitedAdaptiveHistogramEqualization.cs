using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>
/// Spreads the values of parts of images so that all are about as frequent, without making much of small differences. Keras 3:
/// <c>keras.layers.ContrastLimitedAdaptiveHistogramEqualization</c>.
/// </summary>
/// <param name="valueRange">The least and the largest value of pixels; 0 and 255 if not given.</param>
/// <param name="clipLimit">How many times as frequent as the mean a value may count; 0 for no limit.</param>
/// <param name="tileGridSize">Into how many parts height and width are divided; 8 if not given.</param>
[KerasObject("ContrastLimitedAdaptiveHistogramEqualization", Keys = ["name", "trainable", "dtype", "data_format", "value_range", "clip_limit", "tile_grid_size"])]
public sealed partial class ContrastLimitedAdaptiveHistogramEqualization(Numbers? valueRange = null, double clipLimit = 4, Sizes? tileGridSize = null) : AugmentationLayer
{
    private const int Levels = 256;

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; } = valueRange ?? new[] { 0.0, 255.0 };

    /// <summary>How many times as frequent as the mean a value may count.</summary>
    [Config]
    public double ClipLimit { get; } = clipLimit;

    /// <summary>Into how many parts height and width are divided.</summary>
    [Config]
    public Sizes TileGridSize { get; } = (tileGridSize ?? 8).ForRank(2, "tile_grid_size");

    // Nothing is random here.
    private protected override Tensor PassOn(Tensor images) => Equalize(images);

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random) => Equalize;

    private Tensor Equalize(Tensor images)
    {
        if (!images.Shape[1..].IsFullyDefined) throw new ArgumentException($"Layer '{Name}' ({ClassName}) must know the sizes of its images; their shape is {images.Shape}.");
        double least = ValueRange.Values[0], most = ValueRange.Values[1];
        int height = (int)images.Shape[1], width = (int)images.Shape[2], channels = (int)images.Shape[3], rows = TileGridSize[0], columns = TileGridSize[1];
        int tileHeight = (height + rows - 1) / rows, tileWidth = (width + columns - 1) / columns;
        var values = Ops.Cast(Convert(images, least, most, 0, 255), DType.Float32);
        var padded = Ops.MirrorPad(values, Tensor.From(new[,] { { 0, 0 }, { 0, tileHeight * rows - height }, { 0, tileWidth * columns - width }, { 0, 0 } }), "SYMMETRIC");

        var batch = Sizing.Of(images, 0);
        var levels = Ops.Cast(Clip(padded, 0, 255), DType.Int32);
        var tiles = Ops.Transpose(Sizing.Reshape(levels, batch, rows, tileHeight, columns, tileWidth, channels), new[] { 0, 1, 3, 5, 2, 4 });
        var tables = Tables(Sizing.Reshape(tiles, batch, rows, columns, channels, tileHeight * tileWidth), tileHeight * tileWidth);
        // Beyond the outer tiles their own tables hold.
        tables = Ops.GatherV2(tables, Edges(rows), 1);
        tables = Ops.GatherV2(tables, Edges(columns), 2);

        var (above, below, y) = Neighbours(rows, tileHeight);
        var (left, right, x) = Neighbours(columns, tileWidth);
        var flat = Ops.Reshape(tables, new[] { -1 });
        var each = Ops.Reshape(Ops.Range(0, batch, 1) * ((rows + 2) * (columns + 2) * channels * Levels), new[] { -1, 1, 1, 1 })
            + Ops.Reshape(Ops.Range(0, channels, 1) * Levels, new[] { 1, 1, 1, -1 }) + levels;
        Tensor At(int[] row, int[] column) => Ops.GatherV2(
            flat, each + Along(row, 1, (columns + 2) * channels * Levels) + Along(column, 2, channels * Levels), 0);
        Tensor yShare = Share(y, 1), xShare = Share(x, 2);
        Tensor top = At(above, left) * (1f - xShare) + At(above, right) * xShare, bottom = At(below, left) * (1f - xShare) + At(below, right) * xShare;
        var result = ImageBatch.Slice(top * (1f - yShare) + bottom * yShare, 0, 0, height, width);
        return Convert(result.DType == images.DType ? result : Ops.Cast(result, images.DType), 0, 255, least, most);
    }

    // For each tile the share of its pixels up to each level, as a level.
    private Tensor Tables(Tensor tiles, int pixels)
    {
        var counts = Ops.Sum(Ops.OneHot(tiles, Levels, 1f, 0f), new[] { 4 });
        if (ClipLimit > 0)
        {
            var limited = Ops.Minimum(counts, (float)(ClipLimit * pixels / Levels));
            counts = limited + Ops.Sum(counts - limited, new[] { -1 }, keepDims: true) / (float)Levels;
        }
        var below = Ops.Cumsum(counts, -1);
        var least = Ops.Min(below, new[] { -1 }, keepDims: true);
        var room = (float)pixels - least;
        return Clip((below - least) * 255f / Ops.SelectV2(Ops.Equal(room, 0f), Ops.OnesLike(room), room), 0, 255);
    }

    private static int[] Edges(int tiles) => [0, .. Enumerable.Range(0, tiles), tiles - 1];

    // The tiles whose middles a place lies between, and how near it is to the second.
    private static (int[] First, int[] Second, float[] Share) Neighbours(int tiles, int size)
    {
        int count = tiles * size;
        int[] first = new int[count], second = new int[count];
        var share = new float[count];
        for (int i = 0; i < count; i++)
        {
            float place = (i - size / 2f) / size + 1;
            float floor = MathF.Floor(place);
            (first[i], second[i], share[i]) = (Math.Clamp((int)floor, 0, tiles + 1), Math.Clamp((int)floor + 1, 0, tiles + 1), place - floor);
        }
        return (first, second, share);
    }

    private static Tensor Along(int[] places, int axis, int step) => Ops.Reshape(Array.ConvertAll(places, place => place * step), Axes(axis));

    private static Tensor Share(float[] shares, int axis) => Ops.Reshape(shares, Axes(axis));

    private static int[] Axes(int axis)
    {
        int[] shape = [1, 1, 1, 1];
        shape[axis] = -1;
        return shape;
    }
}
