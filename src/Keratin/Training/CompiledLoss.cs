using Keratin.Layers;
using Keratin.Metrics;

namespace Keratin.Training;

/// <summary>The loss of all outputs together, and the means that logs show.</summary>
internal sealed class CompiledLoss(CompileArguments arguments, IReadOnlyList<string> outputNames)
{
    private readonly Mean[] outputMeans = outputNames.Count > 1 ? [.. outputNames.Select(static name => new Mean { Name = $"{name}_loss" })] : [];

    /// <summary>The mean of the total loss, regularization included.</summary>
    public Mean Total { get; } = new() { Name = "loss" };

    /// <summary>The means in the order of the logs.</summary>
    public IEnumerable<Metric> Metrics => outputMeans.Where((_, i) => Has(i)).Prepend(Total);

    /// <summary>The weighted sum over the outputs, a scalar; null if no output has a loss.</summary>
    public Tensor? Compute(Tensors yTrue, Tensors yPred, IReadOnlyList<Tensor?> sampleWeights, Tensor batchSize)
    {
        Tensor? total = null;
        for (int i = 0; i < yPred.Count; i++)
        {
            if (arguments.Loss?.For(i, outputNames[i]) is not { } loss) continue;
            var value = loss.Apply(Target(yTrue, i), yPred[i], i < sampleWeights.Count ? sampleWeights[i] : null);
            if (value.Rank > 0) value = Losses.WeightedReduction.Reduce(value, null, null, Losses.Reduction.Mean, loss.Dialect);
            if (outputMeans.Length > 0) outputMeans[i].UpdateState(value, sampleWeight: batchSize);
            if (arguments.LossWeights is { } weights) value *= (float)weights[i];
            total = total is null ? value : total + value;
        }
        return total;
    }

    private bool Has(int output) => arguments.Loss?.For(output, outputNames[output]) is not null;

    private Tensor Target(Tensors yTrue, int output) =>
        yTrue.Names is not null ? yTrue[outputNames[output]]
        : output < yTrue.Count ? yTrue[output]
        : throw new ArgumentException($"Output '{outputNames[output]}' has a loss, but only {yTrue.Count} targets were given for {outputNames.Count} outputs.");
}
