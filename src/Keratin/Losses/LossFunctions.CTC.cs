namespace Keratin.Losses;

/// <content>The loss of sequences of labels without times.</content>
public static partial class LossFunctions
{
    // Where labels don't fit into the times, TensorFlow adds up logarithms of the smallest number it takes for a probability.
    private const double Impossible = 706.8936;

    /// <summary>Minus the logarithm of the probability that the labels come out, in their order, with blanks between them.</summary>
    /// <param name="yTrue">Labels (batch, labels), 0 where there is none.</param>
    /// <param name="yPred">Logits (batch, times, classes), of which class 0 is the blank.</param>
    /// <exception cref="ArgumentException">The ranks are others.</exception>
    public static Tensor CTC(Tensor yTrue, Tensor yPred)
    {
        if (yTrue.Rank != 2) throw new ArgumentException($"Targets have to be (batch, labels); they have the shape {yTrue.Shape}.", nameof(yTrue));
        if (yPred.Rank != 3) throw new ArgumentException($"Predictions have to be logits (batch, times, classes); they have the shape {yPred.Shape}.", nameof(yPred));
        var labels = Ops.Cast(yTrue, DType.Int32);
        var counts = Ops.Sum(Ops.Cast(Ops.NotEqual(labels, 0), DType.Int32), -1);
        var isLabel = Ops.Range(0, SizeOf(labels, 1), 1) < Ops.ExpandDims(counts, -1);

        // The op has its blank behind the other classes, and time first.
        Tensor blank = Ops.Slice(yPred, new[] { 0, 0, 0 }, new[] { -1, -1, 1 }), others = Ops.Slice(yPred, new[] { 0, 0, 1 }, new[] { -1, -1, -1 });
        var logits = Ops.Cast(Ops.Transpose(Ops.ConcatV2([others, blank], 2), new[] { 1, 0, 2 }), DType.Float32);
        var (times, places) = (SizeOf(yPred, 1), Ops.Where(isLabel));
        var losses = Ops.CTCLoss(
            logits, places, Ops.GatherNd(labels, places) - 1, Ops.Fill(Ops.ExpandDims(SizeOf(yPred, 0), 0), times), ignoreLongerOutputsThanInputs: true).Loss;

        // Between two equal labels there has to be a blank.
        var repeats = Ops.LogicalAnd(Ops.Equal(Tail(labels), Head(labels)), Tail(isLabel));
        var isImpossible = counts + Ops.Sum(Ops.Cast(repeats, DType.Int32), -1) > times;
        losses = Ops.SelectV2(isImpossible, Scalars.Like(losses, Impossible), losses);
        return yPred.DType == DType.Float64 ? Ops.Cast(losses, DType.Float64) : losses;

        static Tensor SizeOf(Tensor x, int axis) => Ops.StridedSlice(Ops.Shape(x), new[] { axis }, new[] { axis + 1 }, new[] { 1 }, shrinkAxisMask: 1);

        static Tensor Tail(Tensor x) => Ops.StridedSlice(x, new[] { 0, 1 }, new[] { 0, 0 }, new[] { 1, 1 }, beginMask: 1, endMask: 3);

        static Tensor Head(Tensor x) => Ops.StridedSlice(x, new[] { 0, 0 }, new[] { 0, -1 }, new[] { 1, 1 }, beginMask: 3, endMask: 1);
    }
}
