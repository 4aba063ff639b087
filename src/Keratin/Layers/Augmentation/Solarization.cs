using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Turns the values above a random threshold into their negatives. Keras 3: <c>keras.layers.Solarization</c>.</summary>
/// <param name="additionFactor">The limits of what is added first, as a share of the range.</param>
/// <param name="thresholdFactor">The limits of the threshold, as a share of the range.</param>
/// <param name="valueRange">The least and the largest value of pixels; 0 and 255 if not given.</param>
[KerasObject("Solarization")]
public sealed partial class Solarization(Numbers? additionFactor = null, Numbers? thresholdFactor = null, Numbers? valueRange = null) : AugmentationLayer
{
    /// <summary>The limits of what is added first.</summary>
    [Config]
    public Numbers AdditionFactor { get; } = additionFactor ?? new[] { 0.0, 0.0 };

    /// <summary>The limits of the threshold.</summary>
    [Config]
    public Numbers ThresholdFactor { get; } = thresholdFactor ?? new[] { 0.0, 0.0 };

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; } = valueRange ?? new[] { 0.0, 255.0 };

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        double least = ValueRange.Values[0], most = ValueRange.Values[1];
        var (additions, thresholds) = (FromZero(AdditionFactor), FromZero(ThresholdFactor));
        // As in Keras, only the upper limit is a share of the range.
        Tensor added = Draw(images, random, additions.Low, additions.High * 255, dtype: images.DType), threshold = Draw(images, random, thresholds.Low, thresholds.High * 255, dtype: images.DType);
        return batch =>
        {
            var values = Clip(Convert(batch, least, most, 0, 255) + added, 0, 255);
            return Convert(Ops.SelectV2(values < threshold, values, Scalars.Like(batch, 255) - values), 0, 255, least, most);
        };
    }

    private static (double Low, double High) FromZero(Numbers factor) => factor.Values.Length > 1 ? (factor.Values[0], factor.Values[1]) : (0, factor.Values[0]);
}
