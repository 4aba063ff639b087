namespace Keratin.Training.Callbacks;

/// <summary>Whether a figure gets better when it falls or when it rises.</summary>
public enum MonitorMode
{
    /// <summary>Accuracies, AUC and the like rise, all else falls.</summary>
    Auto,
    /// <summary>Smaller is better.</summary>
    Min,
    /// <summary>Larger is better.</summary>
    Max,
}

/// <summary>A figure of the logs and the best value it had: what callbacks that wait for improvement share.</summary>
internal sealed class MonitoredFigure(string name, MonitorMode mode, double minDelta = 0)
{
    private readonly bool rises = mode == MonitorMode.Max
        || (mode == MonitorMode.Auto && (name.Contains("acc", StringComparison.Ordinal) || name.EndsWith("auc", StringComparison.OrdinalIgnoreCase)
            || name.Contains("precision", StringComparison.Ordinal) || name.Contains("recall", StringComparison.Ordinal) || name.Contains("f1", StringComparison.Ordinal)));

    public string Name => name;

    /// <summary>The best value so far; infinitely bad before the first.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>Whether a value is better than the best so far by more than the least difference; NaN never is.</summary>
    public bool IsBetter(double value, double? than = null)
    {
        double best = than ?? Best;
        if (double.IsNaN(value)) return false;
        if (double.IsNaN(best)) return true;
        return rises ? value - Math.Abs(minDelta) > best : value + Math.Abs(minDelta) < best;
    }

    /// <summary>Takes in a value; true if it is the best so far.</summary>
    public bool Improve(double value)
    {
        if (!IsBetter(value)) return false;
        Best = value;
        return true;
    }

    public double Get(Logs logs, string callback) => logs.TryGetValue(name, out double value) ? value
        : throw new InvalidOperationException($"{callback} watches '{name}', which the logs don't hold; they hold {string.Join(", ", logs.Keys)}. Figures that start with val_ need validation data.");

    public void Reset(double? baseline = null) => Best = baseline ?? double.NaN;
}
