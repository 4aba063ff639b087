using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Stretches each channel of each image over the whole range of values. Keras 3: <c>keras.layers.AutoContrast</c>.</summary>
/// <param name="valueRange">The least and the largest value of pixels; 0 and 255 if not given.</param>
[KerasObject("AutoContrast", Keys = ["name", "trainable", "dtype", "data_format", "value_range"])]
public sealed partial class AutoContrast(Numbers? valueRange = null) : AugmentationLayer
{
    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; } = valueRange ?? new[] { 0.0, 255.0 };

    // Nothing is random here.
    private protected override Tensor PassOn(Tensor images) => Stretch(images);

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random) => Stretch;

    private Tensor Stretch(Tensor images)
    {
        double least = ValueRange.Values[0], most = ValueRange.Values[1];
        var values = Convert(images, least, most, 0, 255);
        Tensor low = Ops.Min(values, new[] { 1, 2 }, keepDims: true), high = Ops.Max(values, new[] { 1, 2 }, keepDims: true);
        var scale = Scalars.Like(images, 255) / (high - low);
        var result = Convert(Clip(values * scale - low * scale, 0, 255), 0, 255, least, most);
        // A channel of one value has nothing to be stretched.
        return Ops.SelectV2(Ops.IsNan(result), images, result);
    }
}
