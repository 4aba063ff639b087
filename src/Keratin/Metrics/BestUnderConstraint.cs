using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>The best of one figure where another is at least some value: what the four metrics of this kind share.</summary>
[KerasObject]
public abstract partial class BestUnderConstraint : ConfusionCurve
{
    private readonly double least;

    private protected BestUnderConstraint(double least, string parameter, int numThresholds, int? classId)
    {
        if (least is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(parameter, least, "It has to lie between 0 and 1.");
        if (numThresholds <= 0) throw new ArgumentOutOfRangeException(nameof(numThresholds), numThresholds, "There has to be at least one threshold.");
        (this.least, NumThresholds, ClassId) = (least, numThresholds, classId);
    }

    /// <summary>How many thresholds are tried.</summary>
    [Config]
    public int NumThresholds { get; }

    /// <summary>If given, only this class counts.</summary>
    [Config]
    public int? ClassId { get; }

    private protected override Shape CountsShape => Shape.Of(NumThresholds);

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        EnsureBuilt();
        using var behaviour = Dialects.Use(Dialect);
        var counter = NumThresholds == 1
            ? new ConfusionCounter([0.5], AreEven: false, ClassId: ClassId)
            : new ConfusionCounter(Thresholds.Even(NumThresholds), AreEven: true, ClassId: ClassId);
        Add(counter.Count(yTrue, Predictions(yPred), sampleWeight, null, DType));
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        EnsureBuilt();
        var (constrained, wanted) = Figures();
        return Ops.Max(Ops.SelectV2(constrained >= least, wanted, Ops.ZerosLike(wanted)), 0);
    }

    private protected abstract (Tensor Constrained, Tensor Wanted) Figures();
}

/// <summary>The best sensitivity (recall) where the specificity is at least some value. Keras: <c>keras.metrics.SensitivityAtSpecificity</c>.</summary>
[KerasObject("SensitivityAtSpecificity")]
public sealed partial class SensitivityAtSpecificity(double specificity, int numThresholds = 200, int? classId = null) : BestUnderConstraint(specificity, nameof(specificity), numThresholds, classId)
{
    /// <summary>What is demanded, 0 to 1.</summary>
    [Config]
    public new double Specificity { get; } = specificity;

    private protected override (Tensor Constrained, Tensor Wanted) Figures() => (base.Specificity, Recall);
}

/// <summary>The best specificity where the sensitivity (recall) is at least some value. Keras: <c>keras.metrics.SpecificityAtSensitivity</c>.</summary>
[KerasObject("SpecificityAtSensitivity")]
public sealed partial class SpecificityAtSensitivity(double sensitivity, int numThresholds = 200, int? classId = null) : BestUnderConstraint(sensitivity, nameof(sensitivity), numThresholds, classId)
{
    /// <summary>What is demanded, 0 to 1.</summary>
    [Config]
    public double Sensitivity { get; } = sensitivity;

    private protected override (Tensor Constrained, Tensor Wanted) Figures() => (Recall, Specificity);
}

/// <summary>The best precision where the recall is at least some value. Keras: <c>keras.metrics.PrecisionAtRecall</c>.</summary>
[KerasObject("PrecisionAtRecall")]
public sealed partial class PrecisionAtRecall(double recall, int numThresholds = 200, int? classId = null) : BestUnderConstraint(recall, nameof(recall), numThresholds, classId)
{
    /// <summary>What is demanded, 0 to 1.</summary>
    [Config]
    public new double Recall { get; } = recall;

    private protected override (Tensor Constrained, Tensor Wanted) Figures() => (base.Recall, Precision);
}

/// <summary>The best recall where the precision is at least some value. Keras: <c>keras.metrics.RecallAtPrecision</c>.</summary>
[KerasObject("RecallAtPrecision")]
public sealed partial class RecallAtPrecision(double precision, int numThresholds = 200, int? classId = null) : BestUnderConstraint(precision, nameof(precision), numThresholds, classId)
{
    /// <summary>What is demanded, 0 to 1.</summary>
    [Config]
    public new double Precision { get; } = precision;

    private protected override (Tensor Constrained, Tensor Wanted) Figures() => (base.Precision, Recall);
}
