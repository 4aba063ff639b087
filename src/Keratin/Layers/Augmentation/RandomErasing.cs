using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Covers parts of images at random while training. Keras 3: <c>keras.layers.RandomErasing</c>.</summary>
[KerasObject("RandomErasing")]
public sealed partial class RandomErasing : AugmentationLayer
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };

    /// <summary>The limits of the size of the change.</summary>
    [Config]
    public Numbers Scale { get; init; } = new[] { 0.02, 0.33 };

    /// <summary>The value that is filled in.</summary>
    [Config]
    public Numbers? FillValue { get; init; }

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var (low, high) = Limits(Scale, least: 0);
        var shares = Ops.Sqrt(Uniform(Sizing.Shape(Sizing.Of(images, 0), 2), random, low, high, images.DType));
        var part = ImagePart.Draw(images, Ops.Reshape(shares[.., 0], Column), Ops.Reshape(shares[.., 1], Column), random);
        var chosen = Ops.LogicalAnd(Choose(images, random, Limits(Factor, least: 0)), part.Mask);
        double least = ValueRange.Values[0], most = ValueRange.Values[1];
        var fill = FillValue is { } value ? value.ToTensor(images.DType)
            : Ops.StatelessRandomNormal(Ops.Shape(images), random.Next(), images.DType) * Scalars.Like(images, most);
        fill = Clip(fill, least, most);
        return batch => Ops.SelectV2(chosen, fill, batch);
    }

    private static readonly int[] Column = [-1, 1, 1, 1];
}
