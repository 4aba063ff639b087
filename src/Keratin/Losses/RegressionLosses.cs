using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>Mean of the squares of errors. Keras: <c>keras.losses.MeanSquaredError</c>.</summary>
[KerasObject("MeanSquaredError", "mse", "MSE")]
public sealed partial class MeanSquaredError : LossFunctionWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.MeanSquaredError(yTrue, yPred);
}

/// <summary>Mean of the sizes of errors. Keras: <c>keras.losses.MeanAbsoluteError</c>.</summary>
[KerasObject("MeanAbsoluteError", "mae", "MAE")]
public sealed partial class MeanAbsoluteError : LossFunctionWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.MeanAbsoluteError(yTrue, yPred);
}

/// <summary>Mean of the sizes of errors, in percent of the targets. Keras: <c>keras.losses.MeanAbsolutePercentageError</c>.</summary>
[KerasObject("MeanAbsolutePercentageError", "mape", "MAPE")]
public sealed partial class MeanAbsolutePercentageError : LossFunctionWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.MeanAbsolutePercentageError(yTrue, yPred);
}

/// <summary>Mean of the squares of errors of logarithms. Keras: <c>keras.losses.MeanSquaredLogarithmicError</c>.</summary>
[KerasObject("MeanSquaredLogarithmicError", "msle", "MSLE")]
public sealed partial class MeanSquaredLogarithmicError : LossFunctionWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.MeanSquaredLogarithmicError(yTrue, yPred);
}

/// <summary>Mean of the logarithms of the errors' hyperbolic cosines. Keras: <c>keras.losses.LogCosh</c>.</summary>
[KerasObject("LogCosh", "logcosh")]
public sealed partial class LogCosh : LossFunctionWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.LogCosh(yTrue, yPred);
}

/// <summary>Mean of <c>yPred - yTrue · log(yPred)</c>. Keras: <c>keras.losses.Poisson</c>.</summary>
[KerasObject("Poisson")]
public sealed partial class Poisson : LossFunctionWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.Poisson(yTrue, yPred);
}

/// <summary>Kullback-Leibler divergence: the sum of <c>yTrue · log(yTrue / yPred)</c>. Keras: <c>keras.losses.KLDivergence</c>.</summary>
[KerasObject("KLDivergence", "kld", "KLD", "kullback_leibler_divergence")]
public sealed partial class KLDivergence : LossFunctionWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.KLDivergence(yTrue, yPred);
}

/// <summary>Squares of small errors, sizes of those beyond delta. Keras: <c>keras.losses.Huber</c>.</summary>
[KerasObject("Huber", "huber_loss")]
public sealed partial class Huber(double delta = 1) : LossFunctionWrapper
{
    /// <summary>Where the square ends.</summary>
    [Config(Dialect = Dialect.Keras2)]
    public double Delta { get; } = delta;

    private protected override string DefaultName => "huber_loss";

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.Huber(yTrue, yPred, Delta);
}

/// <summary>Minus the cosine of the angle between targets and predictions. Keras: <c>keras.losses.CosineSimilarity</c>.</summary>
[KerasObject("CosineSimilarity")]
public sealed partial class CosineSimilarity(Axes? axis = null) : LossFunctionWrapper
{
    /// <summary>The axis, or axes, of the vectors.</summary>
    [Config(Dialect = Dialect.Keras2)]
    public Axes? Axis { get; } = axis ?? -1;

    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.CosineSimilarity(yTrue, yPred, Axis);
}
