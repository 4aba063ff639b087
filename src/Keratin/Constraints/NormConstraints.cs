using Keratin.Serialization;

namespace Keratin.Constraints;

/// <summary>Shortens vectors that are longer than a bound (<c>keras.constraints.MaxNorm</c>).</summary>
/// <param name="maxValue">The greatest length.</param>
/// <param name="axis">The axes that make up a vector.</param>
[KerasObject("MaxNorm", "max_norm", "maxnorm")]
public sealed partial class MaxNorm(double maxValue = 2, Axes axis = default) : Constraint
{
    /// <summary>The greatest length.</summary>
    [Config]
    public double MaxValue { get; } = maxValue;

    /// <summary>The axes that make up a vector.</summary>
    [Config]
    public Axes Axis { get; } = axis;

    /// <inheritdoc/>
    public override Tensor Apply(Tensor weight)
    {
        var norms = Norms(weight, Axis);
        return weight * (Clip(norms, 0, MaxValue) / (norms + Epsilon));
    }
}

/// <summary>Brings vectors towards lengths between two bounds (<c>keras.constraints.MinMaxNorm</c>).</summary>
/// <param name="minValue">The least length.</param>
/// <param name="maxValue">The greatest length.</param>
/// <param name="rate">How far they are brought: 1 all the way.</param>
/// <param name="axis">The axes that make up a vector.</param>
[KerasObject("MinMaxNorm")]
public sealed partial class MinMaxNorm(double minValue = 0, double maxValue = 1, double rate = 1, Axes axis = default) : Constraint
{
    /// <summary>The least length.</summary>
    [Config]
    public double MinValue { get; } = minValue;

    /// <summary>The greatest length.</summary>
    [Config]
    public double MaxValue { get; } = maxValue;

    /// <summary>How far vectors are brought: 1 all the way.</summary>
    [Config]
    public double Rate { get; } = rate;

    /// <summary>The axes that make up a vector.</summary>
    [Config]
    public Axes Axis { get; } = axis;

    /// <inheritdoc/>
    public override Tensor Apply(Tensor weight)
    {
        var norms = Norms(weight, Axis);
        var desired = Clip(norms, MinValue, MaxValue) * Rate + norms * (1 - Rate);
        return weight * (desired / (norms + Epsilon));
    }
}

/// <summary>Gives vectors length 1 (<c>keras.constraints.UnitNorm</c>).</summary>
/// <param name="axis">The axes that make up a vector.</param>
[KerasObject("UnitNorm", "unitnorm")]
public sealed partial class UnitNorm(Axes axis = default) : Constraint
{
    /// <summary>The axes that make up a vector.</summary>
    [Config]
    public Axes Axis { get; } = axis;

    /// <inheritdoc/>
    public override Tensor Apply(Tensor weight) => weight / (Norms(weight, Axis) + Epsilon);
}
