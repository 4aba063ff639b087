using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What Keras 2's layers have in common that change one size of images at random, for all of a batch alike.</summary>
[KerasObject]
public abstract partial class RandomSize : AugmentationLayer
{
    private protected RandomSize(Numbers factor) => Factor = factor;

    /// <summary>The largest change of the size, as a share; or the least and the largest.</summary>
    [Config]
    public Numbers Factor { get; }

    /// <summary>What is put between pixels.</summary>
    [Config]
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <summary>The axis of the size, 1 or 2.</summary>
    private protected abstract int SizeAxis { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input.With(input.Rank - 4 + SizeAxis, -1);

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var (low, high) = Limits(Factor);
        var factor = Uniform(Array.Empty<int>(), random, 1 + low, 1 + high, DType.Float32);
        return batch =>
        {
            Tensor[] sizes = [Sizing.Of(batch, 1), Sizing.Of(batch, 2)];
            int changed = SizeAxis - 1;
            sizes[changed] = Ops.Cast(Ops.Cast(sizes[changed], DType.Float32) * factor, DType.Int32);
            var resized = ImageResizing.Resize(batch, sizes[0], sizes[1], Interpolation);
            return resized.DType == batch.DType ? resized : Ops.Cast(resized, batch.DType);
        };
    }
}

/// <summary>Changes images' height at random. Keras 2: <c>keras.layers.RandomHeight</c>.</summary>
/// <param name="factor">The largest change, as a share; or the least and the largest.</param>
[KerasObject("RandomHeight")]
public sealed partial class RandomHeight(Numbers factor) : RandomSize(factor)
{
    private protected override int SizeAxis => 1;
}

/// <summary>Changes images' width at random. Keras 2: <c>keras.layers.RandomWidth</c>.</summary>
/// <param name="factor">The largest change, as a share; or the least and the largest.</param>
[KerasObject("RandomWidth")]
public sealed partial class RandomWidth(Numbers factor) : RandomSize(factor)
{
    private protected override int SizeAxis => 2;
}
