using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>
/// How much of a class's targets and predictions is in both: intersection over union, averaged over the target classes.
/// Keras: <c>keras.metrics.IoU</c>.
/// </summary>
[KerasObject("IoU")]
public partial class IoU : Metric
{
    private Variable? confusion;

    /// <summary>A share of nothing yet.</summary>
    /// <param name="numClasses">The number of classes.</param>
    /// <param name="targetClassIds">The classes that count.</param>
    /// <param name="ignoreClass">A class of targets whose elements are left out.</param>
    /// <param name="sparseYTrue">Whether targets are labels rather than one-hot.</param>
    /// <param name="sparseYPred">Whether predictions are labels rather than probabilities of classes.</param>
    /// <param name="axis">The axis of the classes where there is one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public IoU(int numClasses, IReadOnlyList<int> targetClassIds, int? ignoreClass = null, bool sparseYTrue = true, bool sparseYPred = true, int axis = -1)
    {
        foreach (int id in targetClassIds)
            if (id >= numClasses) throw new ArgumentOutOfRangeException(nameof(targetClassIds), id, $"There are classes 0 to {numClasses - 1} only.");
        (NumClasses, TargetClassIds, IgnoreClass, SparseYTrue, SparseYPred, Axis) = (numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred, axis);
        if (Dialect == Dialect.Keras3) DType = DType.Int64;
    }

    /// <summary>The number of classes.</summary>
    [Config]
    public int NumClasses { get; }

    /// <summary>The classes that count.</summary>
    [Config]
    public IReadOnlyList<int> TargetClassIds { get; }

    /// <summary>A class of targets whose elements are left out.</summary>
    [Config]
    public int? IgnoreClass { get; }

    /// <summary>Whether targets are labels rather than one-hot.</summary>
    [Config("sparse_y_true")]
    public bool SparseYTrue { get; }

    /// <summary>Whether predictions are labels rather than probabilities of classes.</summary>
    [Config("sparse_y_pred")]
    public bool SparseYPred { get; }

    /// <summary>The axis of the classes where there is one.</summary>
    [Config]
    public int Axis { get; }

    /// <inheritdoc/>
    protected override void Build() => confusion = AddVariable("total_confusion_matrix", Shape.Of(NumClasses, NumClasses));

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        EnsureBuilt();
        var predictions = Predictions(yPred);
        Tensor labels = Labels(yTrue, SparseYTrue), predicted = Labels(predictions, SparseYPred);
        var weights = sampleWeight is null ? Ops.OnesLike(Ops.Cast(labels, DType)) : Flat(Ops.Cast(sampleWeight, DType));
        weights = Ops.BroadcastTo(weights, Ops.Shape(labels));
        if (Counted(labels, predicted) is { } counted)
        {
            labels = Ops.SelectV2(counted, labels, 0);
            predicted = Ops.SelectV2(counted, predicted, 0);
            weights = Ops.SelectV2(counted, weights, Scalars.Like(weights, 0));
        }
        confusion!.AssignAdd(Ops.ScatterNd(Ops.Pack([labels, predicted], axis: 1), weights, new[] { NumClasses, NumClasses }));
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        EnsureBuilt();
        var matrix = confusion!.Value;
        int[] targets = [.. TargetClassIds];
        var both = Ops.GatherV2(Ops.MatrixDiagPart(matrix), targets, 0);
        var any = Ops.GatherV2(Ops.Sum(matrix, 0) + Ops.Sum(matrix, 1), targets, 0) - both;
        if (Dialect == Dialect.Keras2) return Ops.DivNoNan(Ops.Sum(Ops.DivNoNan(both, any), 0), Ops.Sum(Ops.Cast(Ops.NotEqual(any, Scalars.Like(any, 0)), DType), 0));
        (both, any) = (Ops.Cast(both, DType.Float32), Ops.Cast(any, DType.Float32));
        var isPresent = any > 1e-9;
        var shares = Ops.SelectV2(isPresent, both / (any + LossFunctions.Epsilon), Ops.ZerosLike(any));
        return Ops.Sum(shares, 0) / (Ops.Sum(Ops.Cast(isPresent, DType.Float32), 0) + LossFunctions.Epsilon);
    }

    // The numbers of classes, in a row.
    private Tensor Labels(Tensor x, bool isSparse) => Flat(Ops.Cast(isSparse ? x : Ops.ArgMax(x, Axis), DType.Int32));

    private static Tensor Flat(Tensor x) => x.Rank <= 1 ? x : Ops.Reshape(x, new[] { -1 });

    // Keras 3 passes over labels that are no classes; in Keras 2 they are an error.
    private Tensor? Counted(Tensor labels, Tensor predicted)
    {
        Tensor? counted = Dialect == Dialect.Keras3 ? Ops.LogicalAnd(IsClass(labels), IsClass(predicted)) : null;
        if (IgnoreClass is not { } ignored) return counted;
        var isLeft = Ops.NotEqual(labels, ignored);
        return counted is null ? isLeft : Ops.LogicalAnd(counted, isLeft);

        Tensor IsClass(Tensor x) => Ops.LogicalAnd(Ops.GreaterEqual(x, 0), Ops.Less(x, NumClasses));
    }
}
