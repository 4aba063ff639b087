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

    private protected override Tensor Augment(Tensor images, SeedGenerator random)
    {
        if (Mode != FlipMode.Vertical) images = Flip(images, 2, random);
        return Mode != FlipMode.Horizontal ? Flip(images, 1, random) : images;
    }

    private static Tensor Flip(Tensor images, int axis, SeedGenerator random) =>
        Ops.SelectV2(Draw(images, random, 0, 1) <= Scalars.Like(images, 0.5), Ops.ReverseV2(images, new[] { axis }), images);
}
