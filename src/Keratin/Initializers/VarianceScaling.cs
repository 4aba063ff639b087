using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>What the variance of a <see cref="VarianceScaling"/> is divided by.</summary>
public enum FanMode
{
    /// <summary>The number of inputs.</summary>
    FanIn,

    /// <summary>The number of outputs.</summary>
    FanOut,

    /// <summary>The mean of both.</summary>
    FanAvg,
}

/// <summary>The distribution of a <see cref="VarianceScaling"/>.</summary>
public enum VarianceDistribution
{
    /// <summary>Normal, within two standard deviations.</summary>
    [ConfigName("truncated_normal", "normal")]
    TruncatedNormal,

    /// <summary>Normal.</summary>
    UntruncatedNormal,

    /// <summary>Uniform.</summary>
    Uniform,
}

/// <summary>
/// Random with a variance of <c>scale / n</c>, where n is the number of a unit's inputs or outputs, or their mean
/// (<c>keras.initializers.VarianceScaling</c>).
/// </summary>
[KerasObject("VarianceScaling")]
public partial class VarianceScaling : RandomInitializer
{
    // The standard deviation of a standard normal distribution that is truncated at two.
    private const double TruncatedStddev = 0.87962566103423978;

    /// <summary>Makes the initializer.</summary>
    /// <param name="scale">The factor, above 0.</param>
    /// <param name="mode">What n is.</param>
    /// <param name="distribution">The distribution.</param>
    /// <param name="seed">The seed; null has one chosen.</param>
    /// <param name="inputAxes">The axes whose sizes multiply to the number of inputs (Keras 3); by default by the shape of Dense and convolution kernels.</param>
    /// <param name="outputAxes">The axes whose sizes multiply to the number of outputs (Keras 3).</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale isn't above 0.</exception>
    public VarianceScaling(
        double scale = 1,
        FanMode mode = FanMode.FanIn,
        VarianceDistribution distribution = VarianceDistribution.TruncatedNormal,
        InitializerSeed seed = default,
        int[]? inputAxes = null,
        int[]? outputAxes = null)
        : base(seed)
    {
        if (!(scale > 0)) throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale must be above 0.");
        (Scale, Mode, Distribution, InputAxes, OutputAxes) = (scale, mode, distribution, inputAxes, outputAxes);
    }

    /// <summary>The factor.</summary>
    [Config]
    public double Scale { get; }

    /// <summary>What the variance is divided by.</summary>
    [Config]
    public FanMode Mode { get; }

    /// <summary>The distribution.</summary>
    [Config]
    public VarianceDistribution Distribution { get; }

    /// <summary>The axes of the inputs, where given.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public int[]? InputAxes { get; }

    /// <summary>The axes of the outputs, where given.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public int[]? OutputAxes { get; }

    /// <inheritdoc/>
    public override EagerTensor Create(Shape shape, DType dtype = DType.Float32)
    {
        var (fanIn, fanOut) = Fans(shape);
        double n = Mode switch { FanMode.FanIn => fanIn, FanMode.FanOut => fanOut, _ => (fanIn + fanOut) / 2.0 };
        double variance = Scale / Math.Max(1, n);
        switch (Distribution)
        {
            case VarianceDistribution.TruncatedNormal:
                return Draws.TruncatedNormal(shape, dtype, 0, Math.Sqrt(variance) / TruncatedStddev, NextSeeds());
            case VarianceDistribution.UntruncatedNormal:
                return Draws.Normal(shape, dtype, 0, Math.Sqrt(variance), NextSeeds());
            default:
                double limit = Math.Sqrt(3 * variance);
                return Draws.Uniform(shape, dtype, -limit, limit, NextSeeds());
        }
    }

    /// <summary>The numbers of inputs and outputs of a unit, by the layout of Dense kernels and of convolution kernels.</summary>
    private (long In, long Out) Fans(Shape shape)
    {
        if (InputAxes is not null && OutputAxes is not null) return (Product(shape, InputAxes), Product(shape, OutputAxes));
        switch (shape.Rank)
        {
            case 0: return (1, 1);
            case 1: return (shape[0], shape[0]);
            case 2: return (shape[0], shape[1]);
        }

        long field = shape[..^2].ElementCount;
        return (shape[^2] * field, shape[^1] * field);
    }

    private static long Product(Shape shape, int[] axes)
    {
        long result = 1;
        foreach (int axis in axes) result *= axis < 0 ? shape[^-axis] : shape[axis];
        return result;
    }
}
