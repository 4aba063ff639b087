namespace Keratin.Losses;

/// <content>Hinge losses.</content>
public static partial class LossFunctions
{
    /// <summary>The mean of <c>max(1 - yTrue · yPred, 0)</c>; targets are -1 or 1, or all 0 or 1.</summary>
    public static Tensor Hinge(Tensor yTrue, Tensor yPred) => Ops.Mean(Margin(yTrue, yPred), -1);

    /// <summary>The mean of <c>max(1 - yTrue · yPred, 0)²</c>; targets are -1 or 1, or all 0 or 1.</summary>
    public static Tensor SquaredHinge(Tensor yTrue, Tensor yPred) => Ops.Mean(Ops.Square(Margin(yTrue, yPred)), -1);

    /// <summary><c>max(neg - pos + 1, 0)</c>: pos is the prediction of the class, neg the largest of the others.</summary>
    public static Tensor CategoricalHinge(Tensor yTrue, Tensor yPred)
    {
        yTrue = As(yTrue, yPred);
        var positive = Ops.Sum(yTrue * yPred, -1);
        var negative = Ops.Max((1.0 - yTrue) * yPred, -1);
        return Ops.Maximum(negative - positive + 1.0, Scalars.Like(yPred, 0));
    }

    private static Tensor Margin(Tensor yTrue, Tensor yPred)
    {
        yTrue = As(yTrue, yPred);
        var isBinary = Ops.LogicalOr(Ops.Equal(yTrue, Scalars.Like(yTrue, 0)), Ops.Equal(yTrue, Scalars.Like(yTrue, 1)));
        yTrue = Ops.SelectV2(Ops.All(isBinary, Scalars.AllAxes(isBinary)), 2.0 * yTrue - 1.0, yTrue);
        return Ops.Maximum(1.0 - yTrue * yPred, Scalars.Like(yPred, 0));
    }
}
