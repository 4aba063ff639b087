using Keratin.Engines;

namespace Keratin.Operations;

/// <summary>Which axis of a batch of images is which (<c>data_format</c>): <c>NHWC</c>, <c>NDHWC</c>, or, with the channels before the image, <c>NCHW</c>, <c>NCDHW</c>.</summary>
internal readonly record struct ImageLayout(int SpatialRank, bool ChannelsLast)
{
    /// <summary>Batch, channels and the image's axes.</summary>
    public int Rank => SpatialRank + 2;

    /// <summary>The channels' axis.</summary>
    public int Channel => ChannelsLast ? Rank - 1 : 1;

    /// <summary>An axis of the image: its height is the last but one, its width the last.</summary>
    public int Spatial(int index) => ChannelsLast ? index + 1 : index + 2;

    /// <summary>The layout that an op's data_format states; channels last where it has none.</summary>
    public static ImageLayout Of(Operation operation, int spatialRank)
    {
        if (!operation.Attrs.TryGet("data_format", out var format)) return new(spatialRank, true);
        return (format.Text, spatialRank) switch
        {
            ("NHWC", 2) or ("NDHWC", 3) => new(spatialRank, true),
            ("NCHW", 2) or ("NCDHW", 3) => new(spatialRank, false),
            _ => throw new OpException(operation, $"data_format '{format.Text}' is not one of {(spatialRank == 3 ? "NDHWC, NCDHW" : "NHWC, NCHW")}."),
        };
    }

    /// <summary>A shape of these sizes.</summary>
    public Shape Shape(long batch, ReadOnlySpan<long> spatial, long channels) =>
        ChannelsLast ? [batch, .. spatial, channels] : [batch, channels, .. spatial];

    /// <summary>Strides or dilations along the image's axes; ones if the op has no such attribute.</summary>
    public long[] Steps(Operation operation, string attr)
    {
        if (operation.Attrs.TryGet(attr, out var value)) return Steps(operation, attr, value.Ints);
        var ones = new long[SpatialRank];
        Array.Fill(ones, 1);
        return ones;
    }

    /// <summary>Strides, dilations or window sizes along the image's axes, of those along all axes.</summary>
    public long[] Steps(Operation operation, string name, ReadOnlySpan<long> all)
    {
        if (all.Length != Rank) throw new OpException(operation, $"{name} must hold {Rank} numbers; it holds {all.Length}.");
        foreach (long step in all)
            if (step is < 1 or > int.MaxValue) throw new OpException(operation, $"{name} [{string.Join(", ", all.ToArray())}] must be 1 or more.");
        if (all[0] != 1 || all[Channel] != 1) throw new OpException(operation, $"{name} [{string.Join(", ", all.ToArray())}] must be 1 along batch and channels.");
        var spatial = new long[SpatialRank];
        for (int i = 0; i < spatial.Length; i++) spatial[i] = all[Spatial(i)];
        return spatial;
    }

    /// <inheritdoc/>
    public override string ToString() => (SpatialRank, ChannelsLast) switch { (2, true) => "NHWC", (2, false) => "NCHW", (3, true) => "NDHWC", _ => "NCDHW" };
}
