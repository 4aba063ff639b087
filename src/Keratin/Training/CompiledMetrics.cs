using Keratin.Layers;
using Keratin.Metrics;
using Keratin.Serialization;

namespace Keratin.Training;

/// <summary>The metrics of all outputs, made when targets and predictions are first seen.</summary>
internal sealed class CompiledMetrics
{
    private readonly List<(int Output, Metric Metric, bool Weighted)> metrics = [];
    private readonly List<string> names = [];
    private readonly IReadOnlyList<string> outputNames;

    public CompiledMetrics(CompileArguments arguments, IReadOnlyList<string> outputNames, Tensors yTrue, Tensors yPred)
    {
        this.outputNames = outputNames;
        Add(arguments.Metrics, yTrue, yPred, weighted: false);
        Add(arguments.WeightedMetrics, yTrue, yPred, weighted: true);
    }

    /// <summary>The metrics with the names under which logs show them.</summary>
    public IEnumerable<(string Name, Metric Metric)> Named => names.Zip(metrics, static (name, entry) => (name, entry.Metric));

    public void Update(Tensors yTrue, Tensors yPred, IReadOnlyList<Tensor?> sampleWeights)
    {
        foreach (var (output, metric, weighted) in metrics)
            metric.UpdateState(Target(yTrue, output), yPred[output], weighted && output < sampleWeights.Count ? sampleWeights[output] : null);
    }

    private void Add(MetricSet? set, Tensors yTrue, Tensors yPred, bool weighted)
    {
        if (set is null) return;
        set.Check(outputNames);
        for (int i = 0; i < yPred.Count; i++)
            foreach (var choice in set.For(i, outputNames[i], yPred.Count))
            {
                var metric = Resolve(choice, Target(yTrue, i), yPred[i]);
                // One object can't keep the state of several outputs.
                if (metrics.Exists(entry => ReferenceEquals(entry.Metric, metric)))
                    metric = KerasSerializer.Deserialize<Metric>(KerasSerializer.Serialize(metric));
                metrics.Add((i, metric, weighted));
                names.Add(UniqueName(choice.Identifier ?? metric.Name, i, weighted));
            }
    }

    private string UniqueName(string name, int output, bool weighted)
    {
        string prefix = outputNames.Count > 1 ? $"{outputNames[output]}_" : "";
        if (!names.Contains(prefix + name)) return prefix + name;
        if (weighted && !names.Contains($"{prefix}weighted_{name}")) return $"{prefix}weighted_{name}";
        int number = 1;
        while (names.Contains($"{prefix}{name}_{number}")) number++;
        return $"{prefix}{name}_{number}";
    }

    private static Metric Resolve(MetricChoice choice, Tensor yTrue, Tensor yPred)
    {
        if (choice.Metric is { } metric) return metric;
        string kind = choice.Identifier! switch
        {
            "accuracy" or "acc" or "Accuracy" => "accuracy",
            "crossentropy" or "ce" => "crossentropy",
            var other => other,
        };
        if (kind is not ("accuracy" or "crossentropy")) return choice.Identifier!;
        bool binary = yPred.Rank > 0 && yPred.Shape[^1] == 1;
        bool sparse = yTrue.Rank < yPred.Rank || (yTrue.Rank > 0 && yTrue.Shape[^1] == 1 && yPred.Shape[^1] > 1);
        return (binary ? "binary_" : sparse ? "sparse_categorical_" : "categorical_") + kind;
    }

    private Tensor Target(Tensors yTrue, int output) => yTrue.Names is not null ? yTrue[outputNames[output]] : yTrue[output];
}
