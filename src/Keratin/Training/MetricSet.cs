using System.Runtime.CompilerServices;
using Keratin.Metrics;

namespace Keratin.Training;

/// <summary>A metric, or its name in Keras. <c>accuracy</c> becomes the accuracy that fits targets and predictions when they are first seen.</summary>
public sealed class MetricChoice
{
    private MetricChoice(Metric? metric, string? identifier) => (Metric, Identifier) = (metric, identifier);

    /// <summary>The metric given.</summary>
    public Metric? Metric { get; }

    /// <summary>The name given.</summary>
    public string? Identifier { get; }

    /// <summary>A metric.</summary>
    public static implicit operator MetricChoice(Metric metric) => new(metric, null);

    /// <summary>A metric by Keras's name.</summary>
    public static implicit operator MetricChoice(string identifier) => new(null, identifier);
}

/// <summary>The metrics of a model: of its only output (or of every output in Keras 2), or by output. Write <c>["accuracy", new AUC()]</c>.</summary>
[CollectionBuilder(typeof(MetricSet), nameof(Create))]
public sealed class MetricSet : IEnumerable<MetricChoice>
{
    private MetricSet(IReadOnlyList<MetricChoice>? flat, IReadOnlyList<IReadOnlyList<MetricChoice>>? perOutput, IReadOnlyDictionary<string, IReadOnlyList<MetricChoice>>? named) =>
        (Flat, PerOutput, Named) = (flat, perOutput, named);

    /// <summary>Metrics that are not told apart by output.</summary>
    public IReadOnlyList<MetricChoice>? Flat { get; }

    /// <summary>The metrics of each output.</summary>
    public IReadOnlyList<IReadOnlyList<MetricChoice>>? PerOutput { get; }

    /// <summary>Metrics by output name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MetricChoice>>? Named { get; }

    /// <summary>Metrics that are not told apart by output.</summary>
    public static MetricSet Create(ReadOnlySpan<MetricChoice> metrics) => new(metrics.ToArray(), null, null);

    /// <summary>The metrics of each output.</summary>
    public static MetricSet ForOutputs(params IReadOnlyList<IReadOnlyList<MetricChoice>> metrics) => new(null, metrics, null);

    /// <summary>Metrics by output name.</summary>
    public static MetricSet ForOutputs(IReadOnlyDictionary<string, IReadOnlyList<MetricChoice>> metrics) => new(null, null, metrics);

    /// <summary>The metrics of an output.</summary>
    internal IReadOnlyList<MetricChoice> For(int output, string name, int outputCount)
    {
        if (Named is not null) return Named.GetValueOrDefault(name) ?? [];
        if (PerOutput is not null) return output < PerOutput.Count ? PerOutput[output] : [];
        // A list as long as the outputs means one metric for each.
        if (outputCount > 1 && Flat!.Count == outputCount) return [Flat[output]];
        return Flat!;
    }

    internal void Check(IReadOnlyList<string> outputNames)
    {
        foreach (string name in Named?.Keys ?? [])
            if (!outputNames.Contains(name))
                throw new ArgumentException($"Metrics were given for '{name}', but the model's outputs are {string.Join(", ", outputNames)}.");
    }

    /// <inheritdoc/>
    public IEnumerator<MetricChoice> GetEnumerator() => (Flat ?? PerOutput?.SelectMany(static m => m) ?? Named!.Values.SelectMany(static m => m)).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
