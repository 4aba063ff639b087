using System.Text.RegularExpressions;
using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Which optimizer trains which weight, for <see cref="MultiOptimizer"/>. Keras: <c>keras.optimizers.OptimizerMap</c> (Keras 3).</summary>
/// <param name="defaultOptimizer">Trains what no pattern matches.</param>
/// <param name="optimizers">Optimizers by weights' paths, or by regular expressions of whole paths: <c>"encoder/.*"</c>.</param>
[KerasObject("OptimizerMap", Module = "keras.optimizers")]
public sealed partial class OptimizerMap(Optimizer defaultOptimizer, IReadOnlyDictionary<string, Optimizer>? optimizers = null) : KerasObject
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Trains what no pattern matches.</summary>
    [Config]
    public Optimizer DefaultOptimizer { get; } = defaultOptimizer;

    /// <summary>Optimizers by weights' paths, or by regular expressions of whole paths.</summary>
    [Config("optimizer_map")]
    public IReadOnlyDictionary<string, Optimizer> Optimizers { get; } = optimizers ?? new Dictionary<string, Optimizer>();

    /// <summary>The optimizer of the weight with this path.</summary>
    /// <exception cref="InvalidOperationException">More than one pattern matches.</exception>
    public Optimizer this[string path]
    {
        get
        {
            if (Optimizers.TryGetValue(path, out var exact)) return exact;
            Optimizer? found = null;
            foreach (var (pattern, optimizer) in Optimizers)
            {
                if (!Regex.IsMatch(path, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, s_patience)) continue;
                if (found is not null) throw new InvalidOperationException($"More than one pattern of the OptimizerMap matches '{path}'; let each weight match one at most.");
                found = optimizer;
            }
            return found ?? DefaultOptimizer;
        }
    }
}
