using Keratin.Graphs;

namespace Keratin.Losses;

/// <content>Crossentropies, of logits or of probabilities.</content>
public static partial class LossFunctions
{
    /// <summary>Crossentropy of targets and predictions that are each a probability, averaged over an axis.</summary>
    /// <param name="yTrue">0 or 1, or between.</param>
    /// <param name="yPred">Probabilities, or logits.</param>
    /// <param name="fromLogits">Whether predictions are logits.</param>
    /// <param name="labelSmoothing">How far targets are moved towards 1/2.</param>
    /// <param name="axis">The axis to average over.</param>
    public static Tensor BinaryCrossentropy(Tensor yTrue, Tensor yPred, bool fromLogits = false, double labelSmoothing = 0, int axis = -1) =>
        Ops.Mean(ElementwiseCrossentropy(SmoothedBinary(As(yTrue, yPred), labelSmoothing), yPred, fromLogits), axis);

    /// <summary>Crossentropy of targets and predictions that are distributions over classes, along an axis.</summary>
    /// <param name="yTrue">One-hot classes, or distributions.</param>
    /// <param name="yPred">Probabilities, or logits.</param>
    /// <param name="fromLogits">Whether predictions are logits.</param>
    /// <param name="labelSmoothing">The share of targets that is spread over all classes.</param>
    /// <param name="axis">The axis of the classes.</param>
    public static Tensor CategoricalCrossentropy(Tensor yTrue, Tensor yPred, bool fromLogits = false, double labelSmoothing = 0, int axis = -1)
    {
        yTrue = Smoothed(As(yTrue, yPred), labelSmoothing, axis);
        if (Behind(yPred, "Softmax") is { } behind) (yPred, fromLogits) = (behind, true);
        if (!fromLogits)
            return -Ops.Sum(yTrue * Ops.Log(Clip(yPred / Ops.Sum(yPred, axis, keepDims: true), Epsilon, 1 - Epsilon)), axis);
        (yTrue, yPred) = (MoveLast(yTrue, axis), MoveLast(yPred, axis));
        var losses = Ops.SoftmaxCrossEntropyWithLogits(AsRows(yPred), AsRows(yTrue)).Loss;
        return WithoutLastAxis(losses, yPred);
    }

    /// <summary>Crossentropy of integer classes and predicted distributions over an axis.</summary>
    /// <param name="yTrue">Classes: the predictions' shape without the axis, or with size 1 there.</param>
    /// <param name="yPred">Probabilities, or logits.</param>
    /// <param name="fromLogits">Whether predictions are logits.</param>
    /// <param name="ignoreClass">A class whose elements have loss 0 and don't count in averages.</param>
    /// <param name="axis">The axis of the classes.</param>
    public static Tensor SparseCategoricalCrossentropy(Tensor yTrue, Tensor yPred, bool fromLogits = false, int? ignoreClass = null, int axis = -1)
    {
        if (yTrue.Rank == yPred.Rank && yTrue.Rank > 0 && yTrue.Shape[axis < 0 ? axis + yTrue.Rank : axis] is 1) yTrue = Ops.Squeeze(yTrue, [axis]);
        if (Behind(yPred, "Softmax") is { } behind) (yPred, fromLogits) = (behind, true);
        yPred = MoveLast(yPred, axis);
        var labels = Ops.Cast(yTrue, DType.Int64);
        Tensor? valid = null;
        if (ignoreClass is { } ignored)
        {
            valid = Ops.NotEqual(labels, Tensor.Scalar((long)ignored));
            labels = Ops.SelectV2(valid, labels, Tensor.Scalar(0L));
            yPred = Ops.SelectV2(Ops.ExpandDims(valid, -1), yPred, Scalars.Like(yPred, 0));
        }
        var logits = fromLogits ? yPred : Ops.Log(Clip(yPred, Epsilon, 1 - Epsilon));
        var losses = WithoutLastAxis(Ops.SparseSoftmaxCrossEntropyWithLogits(AsRows(logits), Ops.Reshape(labels, new[] { -1 })).Loss, yPred);
        if (valid is null) return losses;
        losses = Ops.SelectV2(valid, losses, Scalars.Like(losses, 0));
        losses.KerasMask = valid;
        return losses;
    }

    /// <summary><c>(1 - p^q) / q</c> of the probability p of the class, robust against wrong labels.</summary>
    public static Tensor CategoricalGeneralizedCrossEntropy(Tensor yTrue, Tensor yPred, double q = 0.5)
    {
        var classes = Ops.OneHot(Ops.Cast(yTrue, DType.Int32), checked((int)yPred.Shape[^1]), yPred.DType);
        return (1.0 - Ops.Pow(Ops.Sum(yPred * classes, -1), Scalars.Like(yPred, q))) / q;
    }

    internal static Tensor ElementwiseCrossentropy(Tensor target, Tensor output, bool fromLogits)
    {
        if (Behind(output, "Sigmoid") is { } behind) (output, fromLogits) = (behind, true);
        if (fromLogits)
        {
            // max(x, 0) - x·z + log(1 + exp(-|x|)), with selections so that the gradient is right at 0 too.
            var zeros = Ops.ZerosLike(output);
            var positive = output >= zeros;
            return Ops.SelectV2(positive, output, zeros) - output * target + Ops.Log1p(Ops.Exp(Ops.SelectV2(positive, -output, output)));
        }
        output = Clip(output, Epsilon, 1 - Epsilon);
        // Keras 2 keeps away from log(0) twice.
        double more = Serialization.Dialects.Current == Serialization.Dialect.Keras2 ? Epsilon : 0;
        return -(target * LogOf(output) + (1.0 - target) * LogOf(1.0 - output));

        Tensor LogOf(Tensor x) => Ops.Log(more > 0 ? x + more : x);
    }

    internal static Tensor SmoothedBinary(Tensor target, double smoothing) => smoothing == 0 ? target : target * (1 - smoothing) + 0.5 * smoothing;

    internal static Tensor Smoothed(Tensor target, double smoothing, int axis)
    {
        if (smoothing == 0) return target;
        // Keras 3 counts the classes along the last axis, whatever the axis.
        int counted = Serialization.Dialects.Current == Serialization.Dialect.Keras2 ? (axis < 0 ? axis + target.Rank : axis) : target.Rank - 1;
        var share = target.Shape[counted] >= 0
            ? Scalars.Like(target, smoothing / target.Shape[counted])
            : smoothing / Ops.Cast(Ops.GatherV2(Ops.Shape(target), counted, 0), target.DType);
        return target * (1 - smoothing) + share;
    }

    // As Keras does: what a softmax or sigmoid was made of is better to compute with than its result.
    internal static Tensor? Behind(Tensor output, string op) =>
        output is SymbolicTensor { Node.Inputs: [var logits] } symbol && symbol.Node.Op.Name == op ? logits : null;

    private static Tensor MoveLast(Tensor x, int axis)
    {
        int rank = x.Rank;
        if (axis < 0) axis += rank;
        if (axis == rank - 1) return x;
        var perm = new int[rank];
        for (int i = 0; i < rank; i++) perm[i] = i < axis ? i : i < rank - 1 ? i + 1 : axis;
        return Ops.Transpose(x, perm);
    }

    private static Tensor AsRows(Tensor x) => x.Rank == 2 ? x : Ops.Reshape(x, new[] { -1, checked((int)x.Shape[^1]) });

    private static Tensor WithoutLastAxis(Tensor rows, Tensor x)
    {
        if (x.Rank == 2) return rows;
        if (x.Rank == 1) return Ops.Squeeze(rows, [0]);
        return Ops.Reshape(rows, Ops.StridedSlice(Ops.Shape(x), new[] { 0 }, new[] { x.Rank - 1 }, new[] { 1 }));
    }
}
