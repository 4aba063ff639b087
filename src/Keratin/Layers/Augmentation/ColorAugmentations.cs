using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Adds a random number to each image. Keras: <c>keras.layers.RandomBrightness</c>.</summary>
/// <param name="factor">The largest change either way, as a share of the range of values; or the least and the largest.</param>
/// <param name="valueRange">The least and the largest value of pixels; 0 and 255 if not given.</param>
[KerasObject("RandomBrightness")]
public sealed partial class RandomBrightness(Numbers factor, Numbers? valueRange = null) : AugmentationLayer
{
    /// <summary>The limits of the change, as shares of the range of values.</summary>
    [Config]
    public Numbers Factor { get; } = factor;

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; } = valueRange ?? new[] { 0.0, 255.0 };

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var (low, high) = Limits(Factor);
        double least = ValueRange.Values[0], most = ValueRange.Values[1];
        var change = Draw(images, random, low, high) * Scalars.Like(images, most - least);
        return batch => Clip(batch + change, least, most);
    }
}

/// <summary>Spreads pixels around their mean at random. Keras: <c>keras.layers.RandomContrast</c>.</summary>
/// <param name="factor">The largest change either way; or how far down and up.</param>
/// <param name="valueRange">The least and the largest value of pixels (Keras 3); 0 and 255 if not given.</param>
[KerasObject("RandomContrast")]
public sealed partial class RandomContrast(Numbers factor, Numbers? valueRange = null) : AugmentationLayer
{
    /// <summary>How much less and more than the whole the spread may be.</summary>
    [Config]
    public Numbers Factor { get; } = factor;

    /// <summary>The least and the largest value of pixels.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public Numbers ValueRange { get; } = valueRange ?? new[] { 0.0, 255.0 };

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        // In Keras 3 one number only takes the spread up.
        var (down, up) = Dialect == Dialect.Keras3 ? Limits(Factor, least: 0) : (Factor.Values[0], Factor.Values[^1]);
        var factor = Draw(images, random, 1 - down, 1 + up, each: Dialect == Dialect.Keras3, images.DType);
        return batch =>
        {
            var mean = Ops.Mean(batch, new[] { 1, 2 }, keepDims: true);
            return Clip((batch - mean) * factor + mean, ValueRange.Values[0], ValueRange.Values[1]);
        };
    }
}

/// <summary>Makes images grey at random. Keras 3: <c>keras.layers.RandomGrayscale</c>.</summary>
/// <param name="factor">The share of images that become grey.</param>
[KerasObject("RandomGrayscale", Keys = ["name", "trainable", "dtype", "data_format", "factor"])]
public sealed partial class RandomGrayscale(double factor = 0.5) : AugmentationLayer
{
    /// <summary>The share of images that become grey.</summary>
    [Config]
    public double Factor { get; } = factor is >= 0 and <= 1 ? factor : throw new ArgumentOutOfRangeException(nameof(factor), factor, "A share lies between 0 and 1.");

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var chosen = Draw(images, random, 0, 1) < Scalars.Like(images, Factor);
        return batch => Ops.SelectV2(chosen, Ops.BroadcastTo(Grey(batch), Ops.Shape(batch)), batch);
    }
}

/// <summary>Turns images into their negatives at random. Keras 3: <c>keras.layers.RandomInvert</c>.</summary>
/// <param name="factor">The limits of the chance that an image is turned.</param>
/// <param name="valueRange">The least and the largest value of pixels; 0 and 255 if not given.</param>
[KerasObject("RandomInvert")]
public sealed partial class RandomInvert(Numbers? factor = null, Numbers? valueRange = null) : AugmentationLayer
{
    /// <summary>The limits of the chance that an image is turned.</summary>
    [Config]
    public Numbers Factor { get; } = factor ?? 1.0;

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; } = valueRange ?? new[] { 0.0, 255.0 };

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var chosen = Choose(images, random, Limits(Factor, least: 0));
        return batch => Ops.SelectV2(chosen, Scalars.Like(batch, ValueRange.Values[1]) - batch, batch);
    }
}
