using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Blurs images at random while training. Keras 3: <c>keras.layers.RandomGaussianBlur</c>.</summary>
[KerasObject("RandomGaussianBlur")]
public sealed partial class RandomGaussianBlur : AugmentationLayer
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The size of the blur.</summary>
    [Config]
    public Sizes KernelSize { get; init; } = (3, 3);

    /// <summary>The limits of the width of the blur.</summary>
    [Config]
    public Numbers Sigma { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var chosen = Choose(images, random, Limits(Factor, least: 0));
        var (low, high) = Limits(Sigma, least: 0);
        var sigma = Uniform(Tensor.From([2]), random, low, high, images.DType) + Scalars.Like(images, 1e-6);
        var kernel = GaussianBlur.Kernel(KernelSize[0], KernelSize[1], sigma[0], sigma[1]);
        return batch => Clip(Ops.SelectV2(chosen, GaussianBlur.Apply(batch, kernel), batch), ValueRange.Values[0], ValueRange.Values[1]);
    }
}
