using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Adds normally distributed noise while training. Keras: <c>keras.layers.GaussianNoise</c>.</summary>
/// <param name="stddev">The noise's standard deviation.</param>
[KerasObject("GaussianNoise")]
public sealed partial class GaussianNoise(double stddev) : NoiseLayer
{
    /// <summary>The noise's standard deviation.</summary>
    [Config]
    public double Stddev { get; } = stddev >= 0 ? stddev : throw new ArgumentOutOfRangeException(nameof(stddev), stddev, "A standard deviation must not be negative.");

    private protected override bool IsActive => Stddev > 0;

    private protected override Tensor Disturb(Tensor inputs, SeedGenerator generator) =>
        inputs + Ops.StatelessRandomNormal(Ops.Shape(inputs), generator.Next(), inputs.DType) * Scalars.Like(inputs, Stddev);
}
