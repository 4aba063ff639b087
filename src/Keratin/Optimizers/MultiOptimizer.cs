using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Trains each weight with the optimizer that a map has for it. Keras: <c>keras.optimizers.MultiOptimizer</c> (Keras 3).</summary>
[KerasObject("MultiOptimizer", Keys = ["optimizer_map", "loss_scale_factor", "name"])]
public sealed partial class MultiOptimizer : WrappingOptimizer
{
    private readonly List<Optimizer> optimizers = [];
    private int[] choices = [];

    /// <summary>An optimizer after a map.</summary>
    /// <param name="optimizerMap">Which optimizer trains which weight.</param>
    /// <param name="lossScaleFactor">Losses are multiplied by this before gradients are taken; it takes the place of the optimizers' own.</param>
    /// <exception cref="ArgumentException">One of the optimizers wraps others.</exception>
    public MultiOptimizer(OptimizerMap optimizerMap, double? lossScaleFactor = null)
    {
        (OptimizerMap, LossScaleFactor) = (optimizerMap, lossScaleFactor);
        foreach (var optimizer in optimizerMap.Optimizers.Values.Append(optimizerMap.DefaultOptimizer))
        {
            if (optimizer is WrappingOptimizer) throw new ArgumentException($"{optimizer.ClassName} can't be used inside a MultiOptimizer.", nameof(optimizerMap));
            if (optimizers.Contains(optimizer)) continue;
            optimizer.LossScaleFactor = lossScaleFactor;
            optimizers.Add(optimizer);
        }
    }

    /// <summary>Which optimizer trains which weight.</summary>
    [Config]
    public OptimizerMap OptimizerMap { get; }

    /// <summary>The map's optimizers, each once, the default one last.</summary>
    public IReadOnlyList<Optimizer> Optimizers => optimizers;

    /// <inheritdoc/>
    public override Variable Iterations => OwnIterations;

    /// <summary>Null: there is a learning rate in each of <see cref="Optimizers"/>.</summary>
    public override Variable? LearningRateVariable => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Variables => [OwnIterations, OwnLearningRate, .. optimizers.SelectMany(static optimizer => optimizer.Variables)];

    internal override IReadOnlyList<Variable> FreshVariables => [OwnIterations, OwnLearningRate, .. optimizers.SelectMany(static optimizer => optimizer.FreshVariables)];

    internal override IEnumerable<Variable> State => [OwnIterations, .. optimizers.SelectMany(static optimizer => optimizer.State)];

    internal override IEnumerable<(string Path, Optimizer Optimizer)> Wrapped
    {
        get
        {
            var counts = new Dictionary<string, int>();
            foreach (var optimizer in optimizers)
            {
                yield return ($"optimizers/{Layers.NameScope.Next(counts, SnakeCase.Of(optimizer.ClassName))}", optimizer);
            }
        }
    }

    /// <inheritdoc/>
    public override void ApplyGradients(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables)
    {
        Build(variables);
        for (int i = 0; i < optimizers.Count; i++)
        {
            int[] its = [.. Enumerable.Range(0, variables.Count).Where(place => choices[IndexOf(variables[place])] == i)];
            if (its.Length > 0) optimizers[i].ApplyGradients(Array.ConvertAll(its, place => gradients[place]), Array.ConvertAll(its, place => variables[place]));
        }
        OwnIterations.AssignAdd(1L);
    }

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables)
    {
        choices = [.. variables.Select(variable => optimizers.IndexOf(OptimizerMap[PathOf(variable)]))];
        for (int i = 0; i < optimizers.Count; i++)
        {
            Variable[] its = [.. variables.Where((_, place) => choices[place] == i)];
            if (its.Length > 0) optimizers[i].Build(its);
        }
    }
}
