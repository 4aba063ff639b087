namespace Keratin.Training.Callbacks;

/// <summary>Sets the learning rate at the start of each epoch (<c>keras.callbacks.LearningRateScheduler</c>); logs it as <c>learning_rate</c>.</summary>
/// <param name="schedule">Gives the rate for the epoch (from 0) and the rate that was in force.</param>
public sealed class LearningRateScheduler(Func<int, double, double> schedule) : Callback
{
    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        var rate = Rate();
        rate.Resource.Assign(Tensor.Scalar((float)schedule(epoch, rate.Resource.Read().Item<float>())));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => logs["learning_rate"] = Rate().Resource.Read().Item<float>();

    private Variable Rate() => Model.Optimizer?.LearningRateVariable
        ?? throw new InvalidOperationException("The optimizer follows a schedule of its own; LearningRateScheduler needs a constant rate to change.");
}
