using Keratin.Training.Callbacks;

namespace Keratin.Training;

/// <summary>How to train (the arguments of <c>fit</c> beside the data).</summary>
public sealed record FitOptions
{
    /// <summary>How often the data is gone through; epochs are counted from <see cref="InitialEpoch"/> up to this.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The epoch to start at, where training goes on.</summary>
    public int InitialEpoch { get; init; }

    /// <summary>Whether samples in memory come in a new random order each epoch.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Steps an epoch; all batches if not given. A sequence goes on in the next epoch where this one stopped.</summary>
    public int? StepsPerEpoch { get; init; }

    /// <summary>Evaluated after epochs.</summary>
    public DataSet? ValidationData { get; init; }

    /// <summary>The share of samples, from the end of the data, that is kept for validation.</summary>
    public double ValidationSplit { get; init; }

    /// <summary>Steps an evaluation; all batches if not given.</summary>
    public int? ValidationSteps { get; init; }

    /// <summary>Evaluation takes place after every so many epochs.</summary>
    public int ValidationFrequency { get; init; } = 1;

    /// <summary>Weights of the classes, by label; others weigh 1.</summary>
    public IReadOnlyDictionary<int, double>? ClassWeight { get; init; }

    /// <summary>Told of every epoch and step.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>Told of progress; <see cref="Training.Progress.Console"/> draws Keras's progress bar.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}

/// <summary>Where training stands.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="Steps">Steps of the epoch, if known.</param>
/// <param name="Stage">What just happened.</param>
/// <param name="Logs">Figures so far.</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, int Step, int? Steps, TrainingStage Stage, Func<Logs> Logs);

/// <summary>What training reports.</summary>
public enum TrainingStage
{
    /// <summary>An epoch begins.</summary>
    EpochBegin,
    /// <summary>A step is done.</summary>
    Step,
    /// <summary>An epoch and its validation are done.</summary>
    EpochEnd,
    /// <summary>A step of an evaluation is done.</summary>
    EvaluationStep,
    /// <summary>An evaluation is done.</summary>
    EvaluationEnd,
    /// <summary>A step of a prediction is done.</summary>
    PredictionStep,
    /// <summary>A prediction is done.</summary>
    PredictionEnd,
}
