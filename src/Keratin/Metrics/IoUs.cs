using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>Intersection over union of classes 0 and 1, which predictions above a threshold are. Keras: <c>keras.metrics.BinaryIoU</c>.</summary>
[KerasObject("BinaryIoU", Keys = ["target_class_ids", "threshold", "name", "dtype"])]
public sealed partial class BinaryIoU(IReadOnlyList<int>? targetClassIds = null, double threshold = 0.5) : IoU(2, targetClassIds ?? [0, 1])
{
    /// <summary>From which prediction on an element is of class 1.</summary>
    [Config]
    public double Threshold { get; } = threshold;

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor? yPred = null, Tensor? sampleWeight = null)
    {
        var predictions = Ops.Cast(Predictions(yPred), Dialect == Dialect.Keras3 ? DType.Float32 : DType);
        base.UpdateState(yTrue, Ops.Cast(predictions >= Threshold, DType.Int32), sampleWeight);
    }
}

/// <summary>Intersection over union, averaged over all classes. Keras: <c>keras.metrics.MeanIoU</c>.</summary>
[KerasObject("MeanIoU", Keys = ["num_classes", "name", "dtype", "ignore_class", "sparse_y_true", "sparse_y_pred", "axis"])]
public partial class MeanIoU(int numClasses, int? ignoreClass = null, bool sparseYTrue = true, bool sparseYPred = true, int axis = -1)
    : IoU(numClasses, [.. Enumerable.Range(0, numClasses)], ignoreClass, sparseYTrue, sparseYPred, axis);

/// <summary>Intersection over union of one-hot targets. Keras: <c>keras.metrics.OneHotIoU</c>.</summary>
[KerasObject("OneHotIoU", Keys = ["num_classes", "target_class_ids", "name", "dtype", "ignore_class", "sparse_y_pred", "axis"])]
public sealed partial class OneHotIoU(int numClasses, IReadOnlyList<int> targetClassIds, int? ignoreClass = null, bool sparseYPred = false, int axis = -1)
    : IoU(numClasses, targetClassIds, ignoreClass, sparseYTrue: false, sparseYPred, axis);

/// <summary>Intersection over union of one-hot targets, averaged over all classes. Keras: <c>keras.metrics.OneHotMeanIoU</c>.</summary>
[KerasObject("OneHotMeanIoU", Keys = ["num_classes", "name", "dtype", "ignore_class", "sparse_y_pred", "axis"])]
public sealed partial class OneHotMeanIoU(int numClasses, int? ignoreClass = null, bool sparseYPred = false, int axis = -1)
    : MeanIoU(numClasses, ignoreClass, sparseYTrue: false, sparseYPred, axis);
