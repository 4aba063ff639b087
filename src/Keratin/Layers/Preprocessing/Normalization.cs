using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Shifts and scales data to mean 0 and variance 1, by figures that are given or learned from data. Keras: <c>keras.layers.Normalization</c>.</summary>
[KerasObject("Normalization")]
public sealed partial class Normalization : PreprocessingLayer
{
    private Weight? learnedMean, learnedVariance, count;
    private int[] keptAxes = [], shape = [];

    /// <summary>Makes the layer; give mean and variance, or have them learned by <see cref="PreprocessingLayer.Adapt(Tensor)"/>.</summary>
    /// <param name="axis">The axes that have figures of their own; the last if not given, none if empty.</param>
    /// <param name="mean">The mean, or one for each element along the axis.</param>
    /// <param name="variance">The variance, likewise.</param>
    /// <param name="invert">Whether normalised data are to be turned back.</param>
    public Normalization(int[]? axis = null, Numbers? mean = null, Numbers? variance = null, bool invert = false)
    {
        if (mean is null != variance is null) throw new ArgumentException("Mean and variance must be given both or not at all.", nameof(variance));
        (Axis, Mean, Variance) = (axis ?? [-1], mean, variance);
        IsInverted = invert || Dialect == Dialect.Keras3 ? invert : null;
    }

    /// <summary>The axes that have figures of their own.</summary>
    [Config]
    public int[] Axis { get; }

    /// <summary>Whether normalised data are turned back.</summary>
    public bool Invert => IsInverted ?? false;

    // Keras 2.12 doesn't know the key.
    [Config("invert", OmitNull = Dialect.Keras2)]
    internal bool? IsInverted { get; private init; }

    /// <summary>The mean that was given.</summary>
    [Config]
    public Numbers? Mean { get; }

    /// <summary>The variance that was given.</summary>
    [Config]
    public Numbers? Variance { get; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        keptAxes = ((AxisList)Axis).For(input.Rank);
        foreach (int axis in keptAxes)
            if (input[axis] < 0) throw new ArgumentException($"Layer '{Name}' has figures along axis {axis}, whose size its input {input} leaves open.");
        shape = [.. Enumerable.Range(0, input.Rank).Select(axis => keptAxes.Contains(axis) ? (int)input[axis] : 1)];
        if (Mean is not null) return;
        var kept = Shape.Create([.. keptAxes.Select(axis => input[axis])]);
        learnedMean = AddWeight("mean", kept, new Zeros(), trainable: false);
        learnedVariance = AddWeight("variance", kept, new Ones(), trainable: false);
        count = AddWeight("count", Shape.Scalar, new Zeros(), trainable: false, dtype: DType.Int64);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var x = inputs.DType == ComputeDType ? inputs : Ops.Cast(inputs, ComputeDType);
        Tensor mean = Figure(Mean, learnedMean), deviation = Ops.Maximum(Ops.Sqrt(Figure(Variance, learnedVariance)), Scalars.Like(x, 1e-7));
        return Invert ? mean + x * deviation : (x - mean) / deviation;
    }

    private protected override string CheckpointName(Weight weight) => Dialect == Dialect.Keras3 && weight != count ? $"adapt_{weight.Name}" : base.CheckpointName(weight);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override void ReadBuildConfig(ConfigReader config)
    {
        // What the layer was adapted to, not what it is called on, is what Keras 3 keeps.
        if (Dialect == Dialect.Keras3 && config.TryGet("input_shape", out var given) && given.IsList) EnsureBuilt(given.AsShape());
    }

    private Tensor Figure(Numbers? given, Weight? learned)
    {
        if (given is { IsList: false } single) return single.ToTensor(ComputeDType);
        Tensor value = given is { } list ? list.ToTensor(ComputeDType) : Ops.Cast(learned!.Value, ComputeDType);
        return Ops.Reshape(value, shape);
    }

    private protected override void ResetState()
    {
        if (Mean is not null) throw new InvalidOperationException($"Layer '{Name}' was given its mean and variance; there is nothing to adapt.");
        if (!IsBuilt) return;
        learnedMean!.Assign(Ops.ZerosLike(learnedMean.Value));
        learnedVariance!.Assign(Ops.OnesLike(learnedVariance.Value));
        count!.Assign(Ops.ZerosLike(count.Value));
        seen = 0;
    }

    private long seen;

    private protected override void UpdateState(EagerTensor batch)
    {
        Tensor x = Ops.Cast(batch, VariableDType);
        int[] others = [.. Enumerable.Range(0, x.Rank).Except(keptAxes)];
        Tensor mean = Ops.Mean(x, others, keepDims: true), variance = Ops.Mean(Ops.SquaredDifference(x, mean), others);
        mean = Ops.Reshape(mean, Ops.Shape(variance));
        long added = others.Length == 0 ? 1 : others.Aggregate(1L, (product, axis) => product * batch.Shape[axis]);
        seen += added;
        // The figures of both parts together, of which each counts by its size.
        Tensor now = Scalars.Like(x, (double)added / seen), before = Scalars.Like(x, 1 - (double)added / seen);
        Tensor oldMean = learnedMean!.Value, newMean = oldMean * before + mean * now;
        learnedVariance!.Assign((learnedVariance.Value + Ops.SquaredDifference(oldMean, newMean)) * before + (variance + Ops.SquaredDifference(mean, newMean)) * now);
        learnedMean.Assign(newMean);
    }

    // Keras 3 has the variable but leaves it alone.
    private protected override void FinalizeState()
    {
        if (Dialect == Dialect.Keras2) count?.Assign(Tensor.Scalar(seen));
    }
}
