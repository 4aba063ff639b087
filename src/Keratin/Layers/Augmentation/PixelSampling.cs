namespace Keratin.Layers;

/// <summary>Images' values between pixels (<c>keras.ops.image.map_coordinates</c>).</summary>
internal static class PixelSampling
{
    /// <summary>The values at places, (batch, height, width, channels) for places (batch, height, width).</summary>
    public static Tensor At(Tensor images, Tensor y, Tensor x, Interpolation interpolation, FillMode fill, double value)
    {
        var (rows, columns) = (Nodes(y, interpolation), Nodes(x, interpolation));
        Tensor? sum = null;
        foreach (var row in rows)
            foreach (var column in columns)
            {
                var part = Ops.ExpandDims(row.Weight * column.Weight, 3) * Gather(images, row.Index, column.Index, fill, value);
                sum = sum is null ? part : sum + part;
            }
        return sum!;
    }

    private static (Tensor Index, Tensor Weight)[] Nodes(Tensor places, Interpolation interpolation)
    {
        if (interpolation == Interpolation.Nearest) return [(Ops.Cast(Ops.Round(places), DType.Int32), Ops.OnesLike(places))];
        var lower = Ops.Floor(places);
        var upper = places - lower;
        var index = Ops.Cast(lower, DType.Int32);
        return [(index, Scalars.Like(places, 1) - upper), (index + 1, upper)];
    }

    private static Tensor Gather(Tensor images, Tensor row, Tensor column, FillMode fill, double value)
    {
        Tensor height = Sizing.Of(images, 1), width = Sizing.Of(images, 2);
        var places = Ops.Pack([Inside(row, height, fill), Inside(column, width, fill)], 3);
        var found = Ops.GatherNd(images, Ops.ConcatV2([Batch(images, row), places], 3));
        if (fill != FillMode.Constant) return found;
        var isInside = Ops.LogicalAnd(Ops.LogicalAnd(row >= 0, row < height), Ops.LogicalAnd(column >= 0, column < width));
        return Ops.SelectV2(Ops.ExpandDims(isInside, 3), found, Scalars.Like(images, value));
    }

    private static Tensor Batch(Tensor images, Tensor row) =>
        Ops.ExpandDims(Ops.BroadcastTo(Ops.Reshape(Ops.Range(0, Sizing.Of(images, 0), 1), new[] { -1, 1, 1 }), Ops.Shape(row)), 3);

    private static Tensor Inside(Tensor index, Tensor size, FillMode fill)
    {
        switch (fill)
        {
            case FillMode.Reflect:
                var turned = Ops.FloorMod(Ops.Abs(index), size * 2);
                return Ops.SelectV2(turned < size, turned, size * 2 - turned - 1);
            case FillMode.Wrap:
                return Ops.FloorMod(index, size);
            default:
                return Ops.Minimum(Ops.Maximum(index, 0), size - 1);
        }
    }
}
