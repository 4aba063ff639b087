using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Keeps a random number of bits of each value while training. Keras 3: <c>keras.layers.RandomPosterization</c>.</summary>
[KerasObject("RandomPosterization")]
public sealed partial class RandomPosterization : AugmentationLayer
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 1.0, 8.0 };

    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        const int Bits = 8;
        var (low, high) = Limits(Factor, least: 1);
        var kept = low == high ? Ops.Fill(Sizing.Shape(Sizing.Of(images, 0), 1, 1, 1), (int)low)
            : Ops.Cast(Ops.StatelessRandomUniformInt(Sizing.Shape(Sizing.Of(images, 0), 1, 1, 1), random.Next(), Tensor.Scalar((long)low), Tensor.Scalar((long)high)), DType.Int32);
        double least = ValueRange.Values[0], most = ValueRange.Values[1];
        var step = Ops.LeftShift(Ops.OnesLike(kept), Bits - kept);
        return batch =>
        {
            var levels = Ops.Cast(Ops.Cast(Convert(batch, least, most, 0, 255), DType.UInt8), DType.Int32);
            return Convert(Ops.Cast(levels - levels % step, batch.DType), 0, 255, least, most);
        };
    }
}
