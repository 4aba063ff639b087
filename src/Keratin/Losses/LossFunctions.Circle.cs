namespace Keratin.Losses;

/// <content>The loss of embeddings in pairs.</content>
public static partial class LossFunctions
{
    /// <summary>Compares each embedding with all of a reference: near should be those of its class, far the others.</summary>
    /// <param name="yTrue">Integer labels, (batch) or (batch, 1).</param>
    /// <param name="yPred">Vectors of length 1, (batch, features).</param>
    /// <param name="refLabels">Labels of the reference; <paramref name="yTrue"/> when null.</param>
    /// <param name="refEmbeddings">The reference; <paramref name="yPred"/> when null.</param>
    /// <param name="removeDiagonal">Whether an embedding is not compared with the one of its number.</param>
    /// <param name="gamma">The scale.</param>
    /// <param name="margin">How far apart classes should be.</param>
    public static Tensor Circle(
        Tensor yTrue, Tensor yPred, Tensor? refLabels = null, Tensor? refEmbeddings = null, bool removeDiagonal = true, double gamma = 80, double margin = 0.4)
    {
        Tensor labels = AsColumn(yTrue), others = AsColumn(refLabels ?? yTrue);
        var isSame = Ops.Equal(labels, Ops.Transpose(others, new[] { 1, 0 }));
        var isOther = Ops.LogicalNot(isSame);
        if (removeDiagonal)
            isSame = Ops.LogicalAnd(isSame, Ops.NotEqual(Ops.ExpandDims(Ops.Range(0, Ops.Size(labels), 1), 1), Ops.Range(0, Ops.Size(others), 1)));

        var zero = Scalars.Like(yPred, 0);
        var distance = Ops.Maximum(1.0 - Ops.MatMul(yPred, refEmbeddings ?? yPred, transposeB: true), zero);
        var near = Ops.Maximum((margin + distance) * Ops.Cast(isSame, distance.DType), zero) * (margin - distance) * -gamma;
        var far = Ops.Maximum((1 + margin - distance) * Ops.Cast(isOther, distance.DType), zero) * (1 - margin - distance) * gamma;
        var losses = Ops.Softplus(LogSumExp(near, isSame) + LogSumExp(far, isOther));
        // An embedding without others of its class, or of other classes, doesn't count.
        losses.KerasMask = losses > zero;
        return losses;
    }

    private static Tensor AsColumn(Tensor labels)
    {
        labels = Ops.Cast(labels, DType.Int32);
        return labels.Rank == 1 ? Ops.Reshape(labels, new[] { -1, 1 }) : labels;
    }

    // Of each row's elements that count; -∞ where none does.
    private static Tensor LogSumExp(Tensor x, Tensor counts)
    {
        x = Ops.SelectV2(counts, x, Scalars.Like(x, double.NegativeInfinity));
        var largest = Ops.Max(x, 1, keepDims: true);
        largest = Ops.StopGradient(Ops.SelectV2(Ops.IsFinite(largest), largest, Ops.ZerosLike(largest)));
        return Ops.Log(Ops.Sum(Ops.Exp(x - largest), 1)) + Ops.Squeeze(largest, [1]);
    }
}
