using Keratin.Serialization;

namespace Keratin.Regularizers;

/// <summary>The sum of absolute values times a factor (<c>keras.regularizers.L1</c>).</summary>
/// <param name="factor">The factor.</param>
[KerasObject("L1")]
public sealed partial class L1(double factor = 0.01) : Regularizer
{
    /// <summary>The factor.</summary>
    [Config("l1", Aliases = ["l"], Float32 = Dialect.Keras2 | Dialect.Keras3)]
    public double Factor { get; } = Checked(factor, nameof(factor));

    /// <inheritdoc/>
    public override Tensor Apply(Tensor value) => Sum(Ops.Abs(value)) * Factor;
}

/// <summary>The sum of squares times a factor (<c>keras.regularizers.L2</c>).</summary>
/// <param name="factor">The factor.</param>
[KerasObject("L2")]
public sealed partial class L2(double factor = 0.01) : Regularizer
{
    /// <summary>The factor.</summary>
    [Config("l2", Aliases = ["l"], Float32 = Dialect.Keras2)]
    public double Factor { get; } = Checked(factor, nameof(factor));

    /// <inheritdoc/>
    public override Tensor Apply(Tensor value) => SumOfSquares(value) * Factor;
}

/// <summary>The sum of absolute values and that of squares, each with its factor (<c>keras.regularizers.L1L2</c>).</summary>
/// <param name="l1">The factor of the absolute values.</param>
/// <param name="l2">The factor of the squares.</param>
[KerasObject("L1L2")]
public sealed partial class L1L2(double l1 = 0, double l2 = 0) : Regularizer
{
    /// <summary>The factor of the absolute values.</summary>
    [Config(Float32 = Dialect.Keras2)]
    public double L1 { get; } = Checked(l1, nameof(l1));

    /// <summary>The factor of the squares.</summary>
    [Config(Float32 = Dialect.Keras2)]
    public double L2 { get; } = Checked(l2, nameof(l2));

    /// <inheritdoc/>
    public override Tensor Apply(Tensor value)
    {
        var penalty = Scalars.Like(value, 0);
        if (L1 != 0) penalty += Sum(Ops.Abs(value)) * L1;
        if (L2 != 0) penalty += SumOfSquares(value) * L2;
        return penalty;
    }
}
