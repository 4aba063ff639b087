using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Bends images at random while training. Keras 3: <c>keras.layers.RandomElasticTransform</c>.</summary>
[KerasObject("RandomElasticTransform")]
public sealed partial class RandomElasticTransform : AugmentationLayer
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The limits of the size of the change.</summary>
    [Config]
    public Numbers Scale { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>What is put between pixels.</summary>
    [Config]
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <summary>What is put beyond the border.</summary>
    [Config]
    public FillMode FillMode { get; init; } = FillMode.Reflect;

    /// <summary>The value that is filled in.</summary>
    [Config]
    public double FillValue { get; init; } = 0;

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var (low, high) = Limits(Scale, least: 0);
        if (high == 0 || Limits(Factor).High == 0) return static batch => batch;
        var chosen = Choose(images, random, Limits(Factor, least: 0));
        var factor = Uniform(Array.Empty<int>(), random, low, high, images.DType);
        Tensor height = Sizing.Of(images, 1), width = Sizing.Of(images, 2);
        Tensor alpha = Ops.Cast(Ops.Maximum(height, width), images.DType) * (Scalars.Like(images, 0.1) * factor), sigma = Ops.Cast(Ops.Minimum(height, width), images.DType) * (Scalars.Like(images, 0.05) * factor);
        var size = Ops.BitwiseOr(Ops.Cast(sigma, DType.Int32) * 6, 1);
        // Keras takes one seed for both directions: they are moved alike.
        var noise = Ops.StatelessRandomNormal(Sizing.Shape(Sizing.Of(images, 0), height, width, 1), random.Next(), images.DType) * sigma;
        var shift = alpha * Ops.Squeeze(GaussianBlur.Apply(noise, GaussianBlur.Kernel(size, size, sigma, sigma)), [3]);
        Tensor x = Ops.Cast(Ops.Range(0, width, 1), images.DType) + shift, y = Ops.Reshape(Ops.Cast(Ops.Range(0, height, 1), images.DType), new[] { -1, 1 }) + shift;
        return batch => Clip(Ops.SelectV2(chosen, PixelSampling.At(batch, y, x, Interpolation, FillMode, FillValue), batch), ValueRange.Values[0], ValueRange.Values[1]);
    }
}
