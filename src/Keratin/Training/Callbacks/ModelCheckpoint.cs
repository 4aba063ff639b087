using System.Globalization;
using System.Text.RegularExpressions;

namespace Keratin.Training.Callbacks;

/// <summary>Saves the model, or its weights, while training (<c>keras.callbacks.ModelCheckpoint</c>).</summary>
/// <param name="path">The file; <c>{epoch:02d}</c> and <c>{val_loss:.2f}</c> are replaced by the epoch (from 1) and by figures.</param>
/// <param name="monitor">The figure that tells which epoch is best.</param>
/// <param name="saveBestOnly">Whether only an epoch better than all before is saved.</param>
/// <param name="saveWeightsOnly">Whether only weights are saved.</param>
/// <param name="mode">Whether smaller or larger is better.</param>
/// <param name="saveFrequency">Save after so many training steps instead of after each epoch.</param>
/// <param name="initialValueThreshold">The best value before training, where it goes on.</param>
public sealed partial class ModelCheckpoint(
    string path, string monitor = "val_loss", bool saveBestOnly = false, bool saveWeightsOnly = false, MonitorMode mode = MonitorMode.Auto, int? saveFrequency = null, double? initialValueThreshold = null) : Callback
{
    private readonly MonitoredFigure figure = new(monitor, mode);
    private int stepsSinceSave;
    private int epoch;

    /// <inheritdoc/>
    public override void OnTrainBegin() => figure.Reset(initialValueThreshold);

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => this.epoch = epoch;

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Func<Logs> logs)
    {
        if (saveFrequency is null || ++stepsSinceSave < saveFrequency) return;
        stepsSinceSave = 0;
        Save(logs());
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (saveFrequency is null) Save(logs);
    }

    private void Save(Logs logs)
    {
        if (saveBestOnly && !figure.Improve(figure.Get(logs, nameof(ModelCheckpoint)))) return;
        string target = PlaceholderPattern().Replace(path, match => Format(match, logs));
        if (Path.GetDirectoryName(target) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        if (saveWeightsOnly) Model.SaveWeights(target); else Model.Save(target);
    }

    // The part of Python's format language that file names use: {name}, {name:03d}, {name:.2f}.
    private string Format(Match match, Logs logs)
    {
        string name = match.Groups["name"].Value, format = match.Groups["format"].Value;
        double value = name == "epoch" ? epoch + 1
            : logs.TryGetValue(name, out double figure) ? figure
            : throw new ArgumentException($"The file name '{path}' refers to '{name}', which the logs don't hold; they hold epoch, {string.Join(", ", logs.Keys)}.");
        if (format.Length == 0) return value.ToString(CultureInfo.InvariantCulture);
        if (format.EndsWith('d'))
        {
            string digits = format[..^1];
            string whole = ((long)value).ToString(CultureInfo.InvariantCulture);
            return digits.Length == 0 ? whole : whole.PadLeft(int.Parse(digits, CultureInfo.InvariantCulture), digits[0] == '0' ? '0' : ' ');
        }
        return value.ToString($"F{match.Groups["digits"].Value}", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\{(?<name>\w+)(?::(?<format>\d*d|\d*\.(?<digits>\d+)f))?\}")]
    private static partial Regex PlaceholderPattern();
}
