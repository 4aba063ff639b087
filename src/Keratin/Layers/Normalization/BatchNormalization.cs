using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>
/// Shifts and scales each channel to mean 0 and variance 1: by the batch's own figures while training, by running averages of them otherwise.
/// Keras: <c>keras.layers.BatchNormalization</c>; also what files call <c>SyncBatchNormalization</c>, which on one replica is the same.
/// </summary>
[KerasObject("BatchNormalization", "SyncBatchNormalization", Ignored = ["fused", "virtual_batch_size", "adjustment"])]
public sealed partial class BatchNormalization(AxisList? axis = null, double momentum = 0.99, double epsilon = 1e-3, bool center = true, bool scale = true) : Layer
{
    private BatchRenorm? renorm;

    /// <summary>The axis of the channels; the last if not given.</summary>
    [Config]
    public AxisList Axis { get; private set; } = axis ?? -1;

    /// <summary>How much of the running averages stays in a step.</summary>
    [Config]
    public double Momentum { get; } = momentum;

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

    /// <summary>Makes the running mean; zeros if not given.</summary>
    [Config]
    public Initializer MovingMeanInitializer { get; init; } = new Zeros();

    /// <summary>Makes the running variance; ones if not given.</summary>
    [Config]
    public Initializer MovingVarianceInitializer { get; init; } = new Ones();

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

    /// <summary>Whether figures are shared over replicas; there is one replica here.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public bool Synchronized { get; init; }

    /// <summary>Whether batches are renormalised by the running averages, so that training sees what inference will (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public bool Renorm { get; init; }

    /// <summary>The limits of the renormalisation.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public IReadOnlyDictionary<string, double>? RenormClipping { get; init; }

    /// <summary>How much of the renormalisation's averages stays in a step.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public double RenormMomentum { get; init; } = 0.99;

    /// <summary>The trained factor.</summary>
    public Weight? Gamma { get; private set; }

    /// <summary>The trained offset.</summary>
    public Weight? Beta { get; private set; }

    /// <summary>The running mean.</summary>
    public Weight? MovingMean { get; private set; }

    /// <summary>The running variance.</summary>
    public Weight? MovingVariance { get; private set; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        var axes = Axis.For(input.Rank);
        if (axes.Length != 1 && Dialect == Dialect.Keras3) throw new ArgumentException($"Layer '{Name}' normalises along one axis; {axes.Length} were given.");
        // Keras 2 writes the axis that it found.
        if (Dialect == Dialect.Keras2) Axis = axes;
        // For one axis figures are a vector; for several they have the input's axes, of size 1 where they are the same for all.
        var channels = axes.Length == 1 ? [input[axes[0]]] : Shape.Create([.. Enumerable.Range(0, input.Rank).Select(i => axes.Contains(i) ? input[i] : 1)]);
        if (Scale) Gamma = AddWeight("gamma", channels, GammaInitializer, GammaRegularizer, GammaConstraint, dtype: StateDType);
        if (Center) Beta = AddWeight("beta", channels, BetaInitializer, BetaRegularizer, BetaConstraint, dtype: StateDType);
        MovingMean = AddWeight("moving_mean", channels, MovingMeanInitializer, trainable: false, dtype: StateDType);
        MovingVariance = AddWeight("moving_variance", channels, MovingVarianceInitializer, trainable: false, dtype: StateDType);
        if (Renorm)
        {
            renorm = new BatchRenorm(
                AddWeight("moving_stddev", channels, new Root(MovingVarianceInitializer), trainable: false, dtype: StateDType),
                AddWeight("renorm_mean", channels, MovingMeanInitializer, trainable: false, dtype: StateDType),
                AddWeight("renorm_stddev", channels, new Root(MovingVarianceInitializer), trainable: false, dtype: StateDType));
        }
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var axes = Axis.For(inputs.Rank);
        int channelAxis = axes[0];
        var wide = inputs.DType is DType.Half or DType.BFloat16 ? Ops.Cast(inputs, DType.Float32) : inputs;
        Tensor? gamma = Gamma?.Value, beta = Beta?.Value;
        Tensor result;
        // A layer that is not trained keeps its averages.
        if (axes.Length > 1) result = AlongAxes(wide, axes, gamma, beta, context.Training && Trainable);
        else if (context.Training && Trainable && renorm is not null) result = Renormalize(renorm, wide, channelAxis, gamma, beta, context.Mask);
        else if (context.Training && Trainable)
        {
            var moments = BatchMoments.Normalize(wide, channelAxis, gamma, beta, (float)Epsilon, context.Mask, unbiased: Dialect == Dialect.Keras2 && IsFused(inputs.Rank, channelAxis));
            result = moments.Normalized;
            Average(MovingMean!, moments.Mean);
            Average(MovingVariance!, moments.Variance);
        }
        else result = BatchMoments.Apply(wide, channelAxis, MovingMean!.Value, MovingVariance!.Value, gamma, beta, (float)Epsilon);
        return result.DType == inputs.DType ? result : Ops.Cast(result, inputs.DType);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    private DType StateDType => VariableDType is DType.Half or DType.BFloat16 ? DType.Float32 : VariableDType;

    // Where Keras 2 uses TensorFlow's fused op, whose running variance is that of a sample rather than of the batch.
    private static bool IsFused(int rank, int channelAxis) => rank == 4 && channelAxis is 1 or 3;

    private void Average(Weight average, Tensor value) => average.AssignSub((average.Value - value) * Ops.Cast(1 - Momentum, average.DType));
}
