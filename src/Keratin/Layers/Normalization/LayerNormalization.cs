using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Shifts and scales each sample to mean 0 and variance 1 over some axes. Keras: <c>keras.layers.LayerNormalization</c>.</summary>
[KerasObject("LayerNormalization")]
public sealed partial class LayerNormalization(AxisList? axis = null, double epsilon = 1e-3, bool center = true, bool scale = true, bool rmsScaling = false) : Layer
{
    /// <summary>The axes over which mean and variance are taken; the last if not given.</summary>
    [Config]
    public AxisList Axis { get; private set; } = axis ?? -1;

    /// <summary>Added to the variance.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <summary>Whether a trained offset is added.</summary>
    [Config]
    public bool Center { get; } = center;

    /// <summary>Whether a trained factor is applied.</summary>
    [Config]
    public bool Scale { get; } = scale;

    /// <summary>Whether to divide by the root of the variance without subtracting the mean (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public bool RmsScaling { get; } = rmsScaling;

    /// <summary>Makes the offset; zeros if not given.</summary>
    [Config]
    public Initializer BetaInitializer { get; init; } = new Zeros();

    /// <summary>Makes the factor; ones if not given.</summary>
    [Config]
    public Initializer GammaInitializer { get; init; } = new Ones();

    /// <summary>Penalty on the offset.</summary>
    [Config]
    public Regularizer? BetaRegularizer { get; init; }

    /// <summary>Penalty on the factor.</summary>
    [Config]
    public Regularizer? GammaRegularizer { get; init; }

    /// <summary>Applied to the offset after each training step.</summary>
    [Config]
    public Constraint? BetaConstraint { get; init; }

    /// <summary>Applied to the factor after each training step.</summary>
    [Config]
    public Constraint? GammaConstraint { get; init; }

    /// <summary>The trained factor.</summary>
    public Weight? Gamma { get; private set; }

    /// <summary>The trained offset.</summary>
    public Weight? Beta { get; private set; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        var axes = Axis.For(input.Rank);
        // Either generation writes a list; Keras 2 the axes that it found.
        Axis = Dialect == Dialect.Keras2 ? axes : Axis.Values.ToArray();
        var shape = Shape.Create(Array.ConvertAll(axes, axis => input[axis]));
        if (Scale || RmsScaling) Gamma = AddWeight("gamma", shape, GammaInitializer, GammaRegularizer, GammaConstraint);
        if (Center && !RmsScaling) Beta = AddWeight("beta", shape, BetaInitializer, BetaRegularizer, BetaConstraint);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var axes = Axis.For(inputs.Rank);
        var x = inputs.DType is DType.Half or DType.BFloat16 ? Ops.Cast(inputs, DType.Float32) : inputs;
        var mean = Ops.Mean(x, axes, keepDims: true);
        var variance = Ops.Mean(Ops.SquaredDifference(x, mean), axes, keepDims: true);
        var factor = Ops.Rsqrt(variance + (float)Epsilon);
        var result = RmsScaling ? x * factor : (x - mean) * factor;
        if (Gamma is not null) result *= Aligned(Gamma, axes, x);
        if (Beta is not null) result += Aligned(Beta, axes, x);
        return result.DType == inputs.DType ? result : Ops.Cast(result, inputs.DType);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    // The weight's axes at their places among the input's.
    private static Tensor Aligned(Weight weight, int[] axes, Tensor x)
    {
        Tensor value = weight.Value.DType == x.DType ? weight.Value : Ops.Cast(weight.Value, x.DType);
        if (axes.Length == 1 && axes[0] == x.Rank - 1) return value;
        var shape = new int[x.Rank];
        Array.Fill(shape, 1);
        for (int i = 0; i < axes.Length; i++) shape[axes[i]] = checked((int)weight.Shape[i]);
        return Ops.Reshape(value, shape);
    }
}
