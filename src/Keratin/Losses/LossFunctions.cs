using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>The functions of <c>keras.losses</c>: of targets and predictions, the loss of each element. Without an axis, the last one goes.</summary>
public static partial class LossFunctions
{
    // keras.backend.epsilon()
    internal const double Epsilon = 1e-7;

    /// <summary>The mean of <c>(yTrue - yPred)²</c>.</summary>
    public static Tensor MeanSquaredError(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Comparable(yTrue, yPred);
        return Ops.Mean(Ops.SquaredDifference(yPred, yTrue), -1);
    }

    /// <summary>The mean of <c>|yTrue - yPred|</c>.</summary>
    public static Tensor MeanAbsoluteError(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Comparable(yTrue, yPred);
        return Ops.Mean(Ops.Abs(yPred - yTrue), -1);
    }

    /// <summary>100 times the mean of <c>|yTrue - yPred| / |yTrue|</c>.</summary>
    public static Tensor MeanAbsolutePercentageError(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Comparable(yTrue, yPred);
        return 100.0 * Ops.Mean(Ops.Abs((yTrue - yPred) / Ops.Maximum(Ops.Abs(yTrue), Scalars.Like(yTrue, Epsilon))), -1);
    }

    /// <summary>The mean of <c>(log(yTrue + 1) - log(yPred + 1))²</c>; negative values count as 0.</summary>
    public static Tensor MeanSquaredLogarithmicError(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Comparable(yTrue, yPred);
        return Ops.Mean(Ops.SquaredDifference(LogOf(yPred), LogOf(yTrue)), -1);

        static Tensor LogOf(Tensor x) => Ops.Log(Ops.Maximum(x, Scalars.Like(x, Epsilon)) + 1.0);
    }

    /// <summary>The mean of <c>error² / 2</c>, or of <c>delta · |error| - delta² / 2</c> for errors beyond delta.</summary>
    public static Tensor Huber(Tensor yTrue, Tensor yPred, double delta = 1)
    {
        // Keras 2 computes this one in float32 always.
        if (Dialects.Current == Dialect.Keras2) yPred = Ops.Cast(yPred, DType.Float32);
        (yTrue, yPred) = Comparable(yTrue, yPred);
        var error = yPred - yTrue;
        var size = Ops.Abs(error);
        var limit = Scalars.Like(size, delta);
        return Ops.Mean(Ops.SelectV2(size <= limit, 0.5 * Ops.Square(error), limit * size - 0.5 * Ops.Square(limit)), -1);
    }

    /// <summary>The mean of <c>log(cosh(yPred - yTrue))</c>.</summary>
    public static Tensor LogCosh(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = Comparable(yTrue, yPred);
        var error = yPred - yTrue;
        return Ops.Mean(error + Ops.Softplus(error * -2.0) - (double)MathF.Log(2), -1);
    }

    /// <summary>Minus the cosine of the angle between targets and predictions: -1 for the same direction.</summary>
    public static Tensor CosineSimilarity(Tensor yTrue, Tensor yPred, Axes? axis = null)
    {
        (yTrue, yPred) = Comparable(yTrue, yPred);
        var axes = (axis ?? -1).ToTensor();
        return -Ops.Sum(Normalize(yTrue, axes) * Normalize(yPred, axes), axes);
    }

    /// <summary>The mean of <c>yPred - yTrue · log(yPred)</c>.</summary>
    public static Tensor Poisson(Tensor yTrue, Tensor yPred)
    {
        yTrue = As(yTrue, yPred);
        return Ops.Mean(yPred - yTrue * Ops.Log(yPred + Epsilon), -1);
    }

    /// <summary>The sum of <c>yTrue · log(yTrue / yPred)</c>.</summary>
    public static Tensor KLDivergence(Tensor yTrue, Tensor yPred)
    {
        yTrue = Clip(As(yTrue, yPred), Epsilon, 1);
        yPred = Clip(yPred, Epsilon, 1);
        return Ops.Sum(yTrue * Ops.Log(yTrue / yPred), -1);
    }

    /// <summary>Targets in the dtype of predictions, both of one rank.</summary>
    private static (Tensor, Tensor) Comparable(Tensor yTrue, Tensor yPred)
    {
        yTrue = As(yTrue, yPred);
        return Dialects.Current == Dialect.Keras3 ? Ranks.ToSameRank(yTrue, yPred) : (yTrue, yPred);
    }

    internal static Tensor As(Tensor value, Tensor like) => value.DType == like.DType ? value : Ops.Cast(value, like.DType);

    // As tf.linalg.l2_normalize: the square of the norm is at least 1e-12.
    internal static Tensor Normalize(Tensor x, Tensor axes) =>
        x * Ops.Rsqrt(Ops.Maximum(Ops.Sum(Ops.Square(x), axes, keepDims: true), Scalars.Like(x, 1e-12)));

    internal static Tensor Clip(Tensor x, double min, double max) => Ops.ClipByValue(x, Scalars.Like(x, min), Scalars.Like(x, max));
}
