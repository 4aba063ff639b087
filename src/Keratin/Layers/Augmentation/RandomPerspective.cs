using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Tilts images at random while training. Keras 3: <c>keras.layers.RandomPerspective</c>.</summary>
[KerasObject("RandomPerspective")]
public sealed partial class RandomPerspective : AugmentationLayer
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The limits of the size of the change.</summary>
    [Config]
    public double Scale { get; init; } = 1;

    /// <summary>What is put between pixels.</summary>
    [Config]
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <summary>The value that is filled in.</summary>
    [Config]
    public double FillValue { get; init; } = 0;

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var chosen = Choose(images, random, Limits(Factor, least: 0));
        var factor = Uniform(Sizing.Shape(Sizing.Of(images, 0), 4, 2), random, -0.5 * Scale, 0.5 * Scale, DType.Float32);
        Tensor right = Ops.Cast(Sizing.Of(images, 2) - 1, DType.Float32), bottom = Ops.Cast(Sizing.Of(images, 1) - 1, DType.Float32);
        var corners = Ops.Reshape(Ops.Pack([0f, 0f, right, 0f, 0f, bottom, right, bottom], 0), new[] { 1, 4, 2 });
        var transforms = Homography.Between(Ops.BroadcastTo(corners, Ops.Shape(factor)), corners + corners * factor);
        return batch =>
        {
            var wide = batch.DType == DType.Float32 ? batch : Ops.Cast(batch, DType.Float32);
            var tilted = Ops.ImageProjectiveTransformV3(
                wide, transforms, Sizing.Shape(Sizing.Of(batch, 1), Sizing.Of(batch, 2)), (float)FillValue, interpolation: Interpolation == Interpolation.Nearest ? "NEAREST" : "BILINEAR");
            return Ops.SelectV2(chosen, tilted.DType == batch.DType ? tilted : Ops.Cast(tilted, batch.DType), batch);
        };
    }
}
