namespace Keratin.Training.Callbacks;

/// <summary>A callback made of functions (<c>keras.callbacks.LambdaCallback</c>).</summary>
public sealed class LambdaCallback : Callback
{
    /// <summary>Called before the first epoch.</summary>
    public Action? TrainBegin { get; init; }
    /// <summary>Called after the last epoch.</summary>
    public Action<Logs>? TrainEnd { get; init; }
    /// <summary>Called before an epoch.</summary>
    public Action<int>? EpochBegin { get; init; }
    /// <summary>Called after an epoch.</summary>
    public Action<int, Logs>? EpochEnd { get; init; }
    /// <summary>Called before a training step.</summary>
    public Action<int>? TrainBatchBegin { get; init; }
    /// <summary>Called after a training step.</summary>
    public Action<int, Func<Logs>>? TrainBatchEnd { get; init; }

    /// <inheritdoc/>
    public override void OnTrainBegin() => TrainBegin?.Invoke();
    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => TrainEnd?.Invoke(logs);
    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => EpochBegin?.Invoke(epoch);
    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => EpochEnd?.Invoke(epoch, logs);
    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch) => TrainBatchBegin?.Invoke(batch);
    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Func<Logs> logs) => TrainBatchEnd?.Invoke(batch, logs);
}
