namespace Keratin.Losses;

/// <content>Focal crossentropies: easy elements count less.</content>
public static partial class LossFunctions
{
    /// <summary>Binary crossentropy times <c>(1 - p)^gamma</c>, p being the probability given to the target.</summary>
    /// <param name="yTrue">0 or 1.</param>
    /// <param name="yPred">Probabilities, or logits.</param>
    /// <param name="applyClassBalancing">Whether class 1 is weighted by alpha and class 0 by 1 - alpha.</param>
    /// <param name="alpha">The weight of class 1.</param>
    /// <param name="gamma">How much easy elements are played down.</param>
    /// <param name="fromLogits">Whether predictions are logits.</param>
    /// <param name="labelSmoothing">How far targets are moved towards 1/2.</param>
    /// <param name="axis">The axis to average over.</param>
    public static Tensor BinaryFocalCrossentropy(
        Tensor yTrue, Tensor yPred, bool applyClassBalancing = false, double alpha = 0.25, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0, int axis = -1)
    {
        yTrue = SmoothedBinary(As(yTrue, yPred), labelSmoothing);
        var probability = fromLogits ? Ops.Sigmoid(yPred) : yPred;
        var losses = Serialization.Dialects.Current == Serialization.Dialect.Keras2
            ? ElementwiseCrossentropy(yTrue, yPred, fromLogits)
            : ElementwiseCrossentropy(yTrue, probability, fromLogits: false);
        losses *= Ops.Pow(1.0 - Chosen(probability), Scalars.Like(yPred, gamma));
        if (applyClassBalancing) losses *= yTrue * alpha + (1.0 - yTrue) * (1 - alpha);
        return Ops.Mean(losses, axis);

        Tensor Chosen(Tensor p) => yTrue * p + (1.0 - yTrue) * (1.0 - p);
    }

    /// <summary>Categorical crossentropy times <c>alpha · (1 - p)^gamma</c>.</summary>
    /// <param name="yTrue">One-hot classes, or distributions.</param>
    /// <param name="yPred">Probabilities, or logits.</param>
    /// <param name="alpha">The weight.</param>
    /// <param name="gamma">How much easy elements are played down.</param>
    /// <param name="fromLogits">Whether predictions are logits.</param>
    /// <param name="labelSmoothing">The share of targets that is spread over all classes.</param>
    /// <param name="axis">The axis of the classes.</param>
    public static Tensor CategoricalFocalCrossentropy(
        Tensor yTrue, Tensor yPred, double alpha = 0.25, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0, int axis = -1)
    {
        yTrue = Smoothed(As(yTrue, yPred), labelSmoothing, -1);
        if (fromLogits) yPred = Activations.ActivationFunctions.Softmax(yPred, axis);
        var output = Clip(yPred / Ops.Sum(yPred, axis, keepDims: true), Epsilon, 1 - Epsilon);
        var crossentropy = -yTrue * Ops.Log(output);
        return Ops.Sum(Ops.Pow(1.0 - output, Scalars.Like(output, gamma)) * alpha * crossentropy, axis);
    }
}
