using Keratin.Serialization;

namespace Keratin.Losses;

/// <content>Losses of regions that should overlap.</content>
public static partial class LossFunctions
{
    /// <summary><c>1 - 2 · sum(yTrue · yPred) / (sum(yTrue) + sum(yPred))</c>.</summary>
    /// <param name="yTrue">0 or 1.</param>
    /// <param name="yPred">Probabilities.</param>
    /// <param name="axis">The axes summed over; all when null.</param>
    public static Tensor Dice(Tensor yTrue, Tensor yPred, Axes? axis = null)
    {
        yTrue = As(yTrue, yPred);
        var axes = axis?.ToTensor() ?? Scalars.AllAxes(yPred);
        return 1.0 - 2.0 * Ops.Sum(yTrue * yPred, axes) / (Ops.Sum(yTrue, axes) + Ops.Sum(yPred, axes) + Epsilon);
    }

    /// <summary><c>1 - both / (both + alpha · onlyTrue + beta · onlyPred)</c>, of the sums of what is in both or in one only.</summary>
    /// <param name="yTrue">0 or 1.</param>
    /// <param name="yPred">Probabilities.</param>
    /// <param name="alpha">The weight of targets that were not predicted.</param>
    /// <param name="beta">The weight of predictions that are no targets.</param>
    /// <param name="axis">The axes summed over; all when null.</param>
    public static Tensor Tversky(Tensor yTrue, Tensor yPred, double alpha = 0.5, double beta = 0.5, Axes? axis = null)
    {
        yTrue = As(yTrue, yPred);
        var axes = axis?.ToTensor() ?? Scalars.AllAxes(yPred);
        var both = Ops.Sum(yTrue * yPred, axes);
        Tensor onlyTrue = Ops.Sum((1.0 - yPred) * yTrue, axes), onlyPred = Ops.Sum(yPred * (1.0 - yTrue), axes);
        return 1.0 - both / (both + onlyTrue * alpha + onlyPred * beta + Epsilon);
    }
}
