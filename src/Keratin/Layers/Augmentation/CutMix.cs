using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Puts parts of other images of the batch into images while training. Keras 3: <c>keras.layers.CutMix</c>.</summary>
[KerasObject("CutMix")]
public sealed partial class CutMix : AugmentationLayer
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var (low, high) = Limits(Factor, least: 0);
        var alpha = Uniform(Array.Empty<int>(), random, low, high, images.DType) + Scalars.Like(images, 1e-6);
        var ratio = Ops.Sqrt(Scalars.Like(images, 1) - RandomNumbers.Beta(Sizing.Shape(Sizing.Of(images, 0), 1, 1, 1), alpha, random));
        var part = ImagePart.Draw(images, ratio, ratio, random);
        var order = RandomNumbers.Order(Sizing.Of(images, 0), random);
        return batch => Ops.SelectV2(part.Mask, Ops.GatherV2(batch, order, 0), batch);
    }
}
