using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>Normally distributed (<c>keras.initializers.RandomNormal</c>).</summary>
/// <param name="mean">The mean.</param>
/// <param name="stddev">The standard deviation.</param>
/// <param name="seed">The seed; null has one chosen.</param>
[KerasObject("RandomNormal", "normal")]
public sealed partial class RandomNormal(double mean = 0, double stddev = 0.05, InitializerSeed seed = default) : RandomInitializer(seed)
{
    /// <summary>The mean.</summary>
    [Config]
    public double Mean { get; } = mean;

    /// <summary>The standard deviation.</summary>
    [Config]
    public double Stddev { get; } = stddev;

    /// <inheritdoc/>
    public override EagerTensor Create(Shape shape, DType dtype = DType.Float32) => Draws.Normal(shape, dtype, Mean, Stddev, NextSeeds());
}

/// <summary>Normally distributed, within two standard deviations (<c>keras.initializers.TruncatedNormal</c>).</summary>
/// <param name="mean">The mean.</param>
/// <param name="stddev">The standard deviation before truncation.</param>
/// <param name="seed">The seed; null has one chosen.</param>
[KerasObject("TruncatedNormal")]
public sealed partial class TruncatedNormal(double mean = 0, double stddev = 0.05, InitializerSeed seed = default) : RandomInitializer(seed)
{
    /// <summary>The mean.</summary>
    [Config]
    public double Mean { get; } = mean;

    /// <summary>The standard deviation before truncation.</summary>
    [Config]
    public double Stddev { get; } = stddev;

    /// <inheritdoc/>
    public override EagerTensor Create(Shape shape, DType dtype = DType.Float32) => Draws.TruncatedNormal(shape, dtype, Mean, Stddev, NextSeeds());
}

/// <summary>Uniformly distributed (<c>keras.initializers.RandomUniform</c>).</summary>
/// <param name="minval">The least value.</param>
/// <param name="maxval">The bound that no value reaches.</param>
/// <param name="seed">The seed; null has one chosen.</param>
[KerasObject("RandomUniform", "uniform")]
public sealed partial class RandomUniform(double minval = -0.05, double maxval = 0.05, InitializerSeed seed = default) : RandomInitializer(seed)
{
    /// <summary>The least value.</summary>
    [Config]
    public double Minval { get; } = minval;

    /// <summary>The bound that no value reaches.</summary>
    [Config]
    public double Maxval { get; } = maxval;

    /// <inheritdoc/>
    public override EagerTensor Create(Shape shape, DType dtype = DType.Float32) => Draws.Uniform(shape, dtype, Minval, Maxval, NextSeeds());
}
