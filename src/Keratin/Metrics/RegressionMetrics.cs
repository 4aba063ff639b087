using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>Mean of the squares of errors. Keras: <c>keras.metrics.MeanSquaredError</c>.</summary>
[KerasObject("MeanSquaredError", "mse", "MSE")]
public sealed partial class MeanSquaredError : MeanMetricWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.MeanSquaredError(yTrue, yPred);
}

/// <summary>Mean of the sizes of errors. Keras: <c>keras.metrics.MeanAbsoluteError</c>.</summary>
[KerasObject("MeanAbsoluteError", "mae", "MAE")]
public sealed partial class MeanAbsoluteError : MeanMetricWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.MeanAbsoluteError(yTrue, yPred);
}

/// <summary>Mean of the sizes of errors, in percent of the targets. Keras: <c>keras.metrics.MeanAbsolutePercentageError</c>.</summary>
[KerasObject("MeanAbsolutePercentageError", "mape", "MAPE")]
public sealed partial class MeanAbsolutePercentageError : MeanMetricWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.MeanAbsolutePercentageError(yTrue, yPred);
}

/// <summary>Mean of the squares of errors of logarithms. Keras: <c>keras.metrics.MeanSquaredLogarithmicError</c>.</summary>
[KerasObject("MeanSquaredLogarithmicError", "msle", "MSLE")]
public sealed partial class MeanSquaredLogarithmicError : MeanMetricWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.MeanSquaredLogarithmicError(yTrue, yPred);
}

/// <summary>Mean of the logarithms of the errors' hyperbolic cosines. Keras: <c>keras.metrics.LogCoshError</c>.</summary>
[KerasObject("LogCoshError", "logcosh", "log_cosh")]
public sealed partial class LogCoshError : MeanMetricWrapper
{
    private protected override string DefaultName => "logcosh";

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.LogCosh(yTrue, yPred);
}

/// <summary>Mean of <c>yPred - yTrue · log(yPred)</c>. Keras: <c>keras.metrics.Poisson</c>.</summary>
[KerasObject("Poisson")]
public sealed partial class Poisson : MeanMetricWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.Poisson(yTrue, yPred);
}

/// <summary>Kullback-Leibler divergence: the mean sum of <c>yTrue · log(yTrue / yPred)</c>. Keras: <c>keras.metrics.KLDivergence</c>.</summary>
[KerasObject("KLDivergence", "kld", "KLD", "kullback_leibler_divergence")]
public sealed partial class KLDivergence : MeanMetricWrapper
{
    private protected override string DefaultName => Dialect == Dialect.Keras2 ? "kullback_leibler_divergence" : "kl_divergence";

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.KLDivergence(yTrue, yPred);
}

/// <summary>Mean cosine of the angle between targets and predictions. Keras: <c>keras.metrics.CosineSimilarity</c>.</summary>
[KerasObject("CosineSimilarity")]
public sealed partial class CosineSimilarity(Axes? axis = null) : MeanMetricWrapper
{
    /// <summary>The axis, or axes, of the vectors.</summary>
    [Config(Dialect = Dialect.Keras2)]
    public Axes? Axis { get; } = axis ?? -1;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => -LossFunctions.CosineSimilarity(yTrue, yPred, Axis);
}

/// <summary>Mean of <c>max(1 - yTrue · yPred, 0)</c>, targets being -1 or 1. Keras: <c>keras.metrics.Hinge</c>.</summary>
[KerasObject("Hinge")]
public sealed partial class Hinge : MeanMetricWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.Hinge(yTrue, yPred);
}

/// <summary>Mean of <c>max(1 - yTrue · yPred, 0)²</c>, targets being -1 or 1. Keras: <c>keras.metrics.SquaredHinge</c>.</summary>
[KerasObject("SquaredHinge")]
public sealed partial class SquaredHinge : MeanMetricWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.SquaredHinge(yTrue, yPred);
}

/// <summary>Mean of how near the best of the other classes comes to the right one. Keras: <c>keras.metrics.CategoricalHinge</c>.</summary>
[KerasObject("CategoricalHinge")]
public sealed partial class CategoricalHinge : MeanMetricWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.CategoricalHinge(yTrue, yPred);
}
