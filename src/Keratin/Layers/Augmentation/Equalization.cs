using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Spreads the values of each channel so that all are about as frequent. Keras 3: <c>keras.layers.Equalization</c>.</summary>
/// <param name="valueRange">The least and the largest value of pixels; 0 and 255 if not given.</param>
/// <param name="bins">The number of bins of the histogram.</param>
[KerasObject("Equalization", Keys = ["name", "trainable", "dtype", "data_format", "value_range", "bins"])]
public sealed partial class Equalization(Numbers? valueRange = null, int bins = 256) : AugmentationLayer
{
    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; } = valueRange ?? new[] { 0.0, 255.0 };

    /// <summary>The number of bins of the histogram.</summary>
    [Config]
    public int Bins { get; } = bins > 1 ? bins : throw new ArgumentOutOfRangeException(nameof(bins), bins, "At least two bins are needed.");

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random) => Spread;

    private Tensor Spread(Tensor images)
    {
        double least = ValueRange.Values[0], most = ValueRange.Values[1];
        var values = Convert(images, least, most, 0, 255);
        var channels = new Tensor[images.Shape[3]];
        for (int i = 0; i < channels.Length; i++) channels[i] = Equalize(values[.., .., .., i]);
        return Convert(Ops.Pack(channels, 3), 0, 255, least, most);
    }

    private Tensor Equalize(Tensor channel)
    {
        // As Keras does, all images of a batch share one histogram.
        var places = Ops.Cast(Clip(channel * Scalars.Like(channel, (Bins - 1) / 255.0), 0, Bins - 1), DType.Int32);
        var counts = Ops.DenseBincount(Ops.Reshape(places, new[] { -1 }), Bins, Tensor.Zeros([0]));
        var below = Ops.Cumsum(counts, 0);
        var first = Ops.Min(Ops.SelectV2(below > 0f, below, Scalars.Like(below, double.MaxValue > float.MaxValue ? float.MaxValue : 0)), new[] { 0 });
        var room = below[^1] - first;
        var table = Clip(Ops.Round((below - first) * 255f / Ops.SelectV2(Ops.Equal(room, 0f), 1f, room)), 0, 255);
        var isFlat = Ops.Sum(Ops.Cast(counts > 0f, DType.Float32), new[] { 0 }) <= 1f;
        return Ops.SelectV2(isFlat, channel, Ops.Cast(Ops.GatherV2(table, places, 0), channel.DType));
    }
}
