namespace Keratin.Training.Callbacks;

/// <summary>Ends training when a figure has stopped to improve (<c>keras.callbacks.EarlyStopping</c>).</summary>
/// <param name="monitor">The figure.</param>
/// <param name="minDelta">What counts as an improvement at least.</param>
/// <param name="patience">After how many epochs without improvement training ends.</param>
/// <param name="mode">Whether smaller or larger is better.</param>
/// <param name="baseline">The value to be beaten.</param>
/// <param name="restoreBestWeights">Whether the model ends with the weights of its best epoch.</param>
/// <param name="startFromEpoch">Epochs before this one are not looked at.</param>
public sealed class EarlyStopping(
    string monitor = "val_loss", double minDelta = 0, int patience = 0, MonitorMode mode = MonitorMode.Auto, double? baseline = null, bool restoreBestWeights = false, int startFromEpoch = 0) : Callback
{
    private readonly MonitoredFigure figure = new(monitor, mode, minDelta);
    private EagerTensor[]? bestWeights;
    private int waited;

    /// <summary>The epoch that training was ended after, or null.</summary>
    public int? StoppedEpoch { get; private set; }

    /// <summary>The epoch with the best value.</summary>
    public int BestEpoch { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        figure.Reset();
        (waited, BestEpoch, StoppedEpoch, bestWeights) = (0, 0, null, null);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (epoch < startFromEpoch) return;
        double value = figure.Get(logs, nameof(EarlyStopping));
        if (restoreBestWeights && bestWeights is null) bestWeights = Model.GetWeights();
        waited++;
        if (figure.Improve(value))
        {
            BestEpoch = epoch;
            if (restoreBestWeights) bestWeights = Model.GetWeights();
            // Only what also beats the baseline lets training go on.
            if (baseline is null || figure.IsBetter(value, baseline)) waited = 0;
            return;
        }
        if (waited >= patience && epoch > 0)
        {
            StoppedEpoch = epoch;
            Model.StopTraining = true;
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (restoreBestWeights && bestWeights is not null) Model.SetWeights(bestWeights);
    }
}
