namespace Keratin.Training;

/// <summary>Figures by name, in the order they are shown: <c>loss</c>, metrics, then the same of the validation data with <c>val_</c>.</summary>
public sealed class Logs : Dictionary<string, double>
{
    /// <summary>No figures.</summary>
    public Logs()
    {
    }

    /// <summary>A copy.</summary>
    public Logs(IEnumerable<KeyValuePair<string, double>> figures) : base(figures)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" - ", this.Select(static figure => FormattableString.Invariant($"{figure.Key}: {figure.Value:0.0000}")));
}

/// <summary>What training gave, epoch by epoch (<c>keras.callbacks.History</c>).</summary>
public sealed class History
{
    private readonly Dictionary<string, List<double>> figures = [];

    /// <summary>The numbers of the epochs done.</summary>
    public List<int> Epochs { get; } = [];

    /// <summary>Each figure's values, one an epoch.</summary>
    public IReadOnlyDictionary<string, List<double>> Figures => figures;

    /// <summary>A figure's values, one an epoch.</summary>
    /// <exception cref="KeyNotFoundException">No such figure was logged.</exception>
    public IReadOnlyList<double> this[string name] => figures.TryGetValue(name, out var values) ? values
        : throw new KeyNotFoundException($"There is no figure '{name}'; there are {string.Join(", ", figures.Keys)}.");

    internal void Add(int epoch, Logs logs)
    {
        Epochs.Add(epoch);
        foreach (var (name, value) in logs)
        {
            if (!figures.TryGetValue(name, out var values)) figures.Add(name, values = []);
            values.Add(value);
        }
    }
}
