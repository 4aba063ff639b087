using Keratin.Optimizers;

namespace Keratin.Training;

/// <summary>What a model is compiled with (<c>model.compile</c>).</summary>
/// <param name="Optimizer">Changes the weights; null for a model that is only evaluated.</param>
/// <param name="Loss">What is minimised.</param>
/// <param name="Metrics">Figures to be shown, without sample weights.</param>
/// <param name="LossWeights">Factors of the outputs' losses, in the outputs' order.</param>
/// <param name="WeightedMetrics">Figures to be shown, with sample weights.</param>
/// <param name="RunEagerly">Whether steps run op by op instead of as a compiled function: slow, for looking inside.</param>
public sealed record CompileArguments(
    Optimizer? Optimizer,
    LossSet? Loss = null,
    MetricSet? Metrics = null,
    IReadOnlyList<double>? LossWeights = null,
    MetricSet? WeightedMetrics = null,
    bool RunEagerly = false);
