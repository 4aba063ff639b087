using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Shifts and scales groups of channels to mean 0 and variance 1, each sample by itself. Keras: <c>keras.layers.GroupNormalization</c>.</summary>
/// <param name="groups">The number of groups; -1 makes each channel one (instance normalisation).</param>
/// <param name="axis">The axis of the channels.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="center">Whether a trained offset is added.</param>
/// <param name="scale">Whether a trained factor is applied.</param>
[KerasObject("GroupNormalization")]
public sealed partial class GroupNormalization(int groups = 32, int axis = -1, double epsilon = 1e-3, bool center = true, bool scale = true) : Layer
{
    /// <summary>The number of groups; -1 until the layer is built, if each channel is to be one.</summary>
    [Config]
    public int Groups { get; private set; } = groups is > 0 or -1 ? groups : throw new ArgumentOutOfRangeException(nameof(groups), groups, "There must be at least one group, or -1 for one a channel.");

    /// <summary>The axis of the channels.</summary>
    [Config]
    public int Axis { get; } = axis;

    /// <summary>Added to the variance.</summary>
    [Config]
    public double Epsilon { get; } = epsilon;

    /// <summary>Whether a trained offset is added.</summary>
    [Config]
    public bool Center { get; } = center;

    /// <summary>Whether a trained factor is applied.</summary>
    [Config]
    public bool Scale { get; } = scale;

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

    /// <summary>The trained factor, (channels).</summary>
    public Weight? Gamma { get; private set; }

    /// <summary>The trained offset, (channels).</summary>
    public Weight? Beta { get; private set; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        long channels = input[ChannelAxis(input.Rank)];
        if (channels < 0) throw new ArgumentException($"Layer '{Name}' must know its input's size along axis {Axis}; the shape is {input}.");
        if (Groups == -1) Groups = checked((int)channels);
        if (channels % Groups != 0) throw new ArgumentException($"Layer '{Name}' can't divide {channels} channels into {Groups} groups.");
        if (Scale) Gamma = AddWeight("gamma", [channels], GammaInitializer, GammaRegularizer, GammaConstraint);
        if (Center) Beta = AddWeight("beta", [channels], BetaInitializer, BetaRegularizer, BetaConstraint);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        int axis = ChannelAxis(inputs.Rank);
        var grouped = InGroups(inputs, axis);
        var x = grouped.DType is DType.Half or DType.BFloat16 ? Ops.Cast(grouped, DType.Float32) : grouped;
        int[] others = [.. Enumerable.Range(1, x.Rank - 1).Where(other => other != axis)];
        Tensor mean, variance;
        if (context.Mask is { } mask && Dialect == Dialect.Keras2)
        {
            var weight = InGroups(Ops.BroadcastTo(Ops.Cast(mask, x.DType), Ops.Shape(inputs)), axis);
            var total = Ops.Sum(weight, others, keepDims: true);
            mean = Ops.Sum(x * weight, others, keepDims: true) / total;
            variance = Ops.Sum(Ops.SquaredDifference(x, mean) * weight, others, keepDims: true) / total;
        }
        else
        {
            mean = Ops.Mean(x, others, keepDims: true);
            variance = Ops.Mean(Ops.SquaredDifference(x, mean), others, keepDims: true);
        }

        var factor = Ops.Rsqrt(variance + (float)Epsilon);
        if (Gamma is not null) factor *= OfGroups(Gamma, x, axis);
        var offset = -mean * factor;
        if (Beta is not null) offset += OfGroups(Beta, x, axis);
        var result = Sizing.Reshape(x * factor + offset, Sizing.Of(inputs));
        return result.DType == inputs.DType ? result : Ops.Cast(result, inputs.DType);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    private int ChannelAxis(int rank)
    {
        int found = Axis < 0 ? Axis + rank : Axis;
        return found > 0 && found < rank ? found : throw new ArgumentException($"Layer '{Name}' has its channels along axis {Axis}; its input has {rank} axes, of which the first is the batch.");
    }

    // The axis of the channels becomes two: groups, and channels in a group.
    private Tensor InGroups(Tensor inputs, int axis)
    {
        var sizes = Sizing.Of(inputs);
        return Sizing.Reshape(inputs, [.. sizes[..axis], Groups, (int)(inputs.Shape[axis] / Groups), .. sizes[(axis + 1)..]]);
    }

    private Tensor OfGroups(Weight weight, Tensor x, int axis)
    {
        var shape = new int[x.Rank];
        Array.Fill(shape, 1);
        (shape[axis], shape[axis + 1]) = (Groups, checked((int)(weight.Shape[0] / Groups)));
        var value = Ops.Reshape(weight.Value, shape);
        return value.DType == x.DType ? value : Ops.Cast(value, x.DType);
    }
}
