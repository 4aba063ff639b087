using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Blends images with others of the batch while training. Keras 3: <c>keras.layers.MixUp</c>.</summary>
[KerasObject("MixUp")]
public sealed partial class MixUp : AugmentationLayer
{
    /// <summary>The parameter of the distribution that weights are drawn from.</summary>
    [Config]
    public double Alpha { get; init; } = 0.2;

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var order = RandomNumbers.Order(Sizing.Of(images, 0), random);
        var drawn = RandomNumbers.Beta(Sizing.Shape(Sizing.Of(images, 0), 1, 1, 1), Scalars.Like(DType.Float32, Alpha), random);
        var weight = drawn.DType == images.DType ? drawn : Ops.Cast(drawn, images.DType);
        return batch => weight * batch + (Scalars.Like(batch, 1) - weight) * Ops.GatherV2(batch, order, 0);
    }
}
