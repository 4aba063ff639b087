using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>How little targets and predictions overlap: <c>1 - 2 · sum(yTrue · yPred) / (sum(yTrue) + sum(yPred))</c>. Keras: <c>keras.losses.Dice</c> (Keras 3).</summary>
[KerasObject("Dice")]
public sealed partial class Dice(Axes? axis = null) : LossFunctionWrapper
{
    /// <summary>The axes summed over; all when null.</summary>
    [Config]
    public Axes? Axis { get; } = axis;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.Dice(yTrue, yPred, Axis);
}

/// <summary>How little targets and predictions overlap, with weights of the two kinds of misses. Keras: <c>keras.losses.Tversky</c> (Keras 3).</summary>
[KerasObject("Tversky")]
public sealed partial class Tversky(double alpha = 0.5, double beta = 0.5, Axes? axis = null) : LossFunctionWrapper
{
    /// <summary>The weight of targets that were not predicted.</summary>
    [Config]
    public double Alpha { get; } = alpha;

    /// <summary>The weight of predictions that are no targets.</summary>
    [Config]
    public double Beta { get; } = beta;

    /// <summary>The axes summed over; all when null.</summary>
    [Config]
    public Axes? Axis { get; } = axis;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.Tversky(yTrue, yPred, Alpha, Beta, Axis);
}
