using Keratin.Models;

namespace Keratin.Training.Callbacks;

/// <summary>Looks at training and steers it (<c>keras.callbacks.Callback</c>). Override what you need.</summary>
public abstract class Callback
{
    /// <summary>The model in training.</summary>
    public Model Model { get; private set; } = null!;

    /// <summary>The number of epochs, and of steps an epoch if known.</summary>
    public (int Epochs, int? Steps) Parameters { get; private set; }

    /// <summary>Before the first epoch.</summary>
    public virtual void OnTrainBegin() { }
    /// <summary>After the last epoch, with its figures.</summary>
    public virtual void OnTrainEnd(Logs logs) { }
    /// <summary>Before an epoch, counted from 0.</summary>
    public virtual void OnEpochBegin(int epoch) { }
    /// <summary>After an epoch and its validation; figures added here go into the history.</summary>
    public virtual void OnEpochEnd(int epoch, Logs logs) { }
    /// <summary>Before a training step.</summary>
    public virtual void OnTrainBatchBegin(int batch) { }
    /// <summary>After a training step; <paramref name="logs"/> computes the figures so far when asked.</summary>
    public virtual void OnTrainBatchEnd(int batch, Func<Logs> logs) { }
    /// <summary>Before an evaluation.</summary>
    public virtual void OnTestBegin() { }
    /// <summary>After an evaluation.</summary>
    public virtual void OnTestEnd(Logs logs) { }
    /// <summary>Before an evaluation step.</summary>
    public virtual void OnTestBatchBegin(int batch) { }
    /// <summary>After an evaluation step; <paramref name="logs"/> computes the figures so far when asked.</summary>
    public virtual void OnTestBatchEnd(int batch, Func<Logs> logs) { }
    /// <summary>Before a prediction.</summary>
    public virtual void OnPredictBegin() { }
    /// <summary>After a prediction.</summary>
    public virtual void OnPredictEnd() { }

    internal void Attach(Model model, int epochs, int? steps) => (Model, Parameters) = (model, (epochs, steps));
}
