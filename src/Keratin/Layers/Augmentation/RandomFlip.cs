using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The ways in which <see cref="RandomFlip"/> mirrors images.</summary>
public enum FlipMode
{
    /// <summary>Both ways.</summary>
    HorizontalAndVertical,

    /// <summary>Left becomes right.</summary>
    Horizontal,

    /// <summary>Top becomes bottom.</summary>
    Vertical,
}

/// <summary>Mirrors each image with a chance of one half. Keras: <c>keras.layers.RandomFlip</c>.</summary>
/// <param name="mode">The ways of mirroring.</param>
[KerasObject("RandomFlip")]
public sealed partial class RandomFlip(FlipMode mode = FlipMode.HorizontalAndVertical) : AugmentationLayer
{
    /// <summary>The ways of mirroring.</summary>
    [Config]
    public FlipMode Mode { get; } = mode;

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        // Keras 3 decides once for both ways.
        var first = Decide();
        var second = Mode == FlipMode.HorizontalAndVertical && Dialect == Dialect.Keras2 ? Decide() : first;
        return batch =>
        {
            if (Mode != FlipMode.Vertical) batch = Ops.SelectV2(first, Ops.ReverseV2(batch, new[] { 2 }), batch);
            return Mode != FlipMode.Horizontal ? Ops.SelectV2(second, Ops.ReverseV2(batch, new[] { 1 }), batch) : batch;
        };

        Tensor Decide() => Draw(images, random, 0, 1) <= Scalars.Like(images, 0.5);
    }
}
