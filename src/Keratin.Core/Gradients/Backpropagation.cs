using Keratin.Operations;

namespace Keratin.Gradients;

/// <summary>Walks remembered operations backwards and adds up gradients (reverse-mode differentiation).</summary>
internal static class Backpropagation
{
    public static Tensor?[] Run(
        IReadOnlyList<Operation> operations, HashSet<Tensor> tracked, IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> sources, IReadOnlyList<Tensor?> outputGradients)
    {
        var gradients = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < targets.Count; i++)
            Accumulate(gradients, targets[i], outputGradients[i] ?? Ops.OnesLike(targets[i]));

        var arrived = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        var wanted = new HashSet<Tensor>(sources, ReferenceEqualityComparer.Instance);
        var needed = OnPath(operations, sources);
        for (int i = operations.Count - 1; i >= 0; i--)
        {
            var operation = operations[i];
            if (!needed[i] || OutputGradients(gradients, operation, wanted, arrived) is not { } received) continue;
            var gradient = GradientRegistry.Find(operation.Op.Name)
                ?? throw new Engines.OpException(operation, "has no gradient. Stop the gradient before it with Ops.StopGradient, or register one with GradientRegistry.Register.");
            var sent = gradient(operation, received);
            for (int j = 0; j < operation.Inputs.Length && j < sent.Length; j++)
                if (sent[j] is { } value && tracked.Contains(operation.Inputs[j])) Accumulate(gradients, operation.Inputs[j], value);
        }

        var results = new Tensor?[sources.Count];
        for (int i = 0; i < results.Length; i++)
        {
            if (arrived.TryGetValue(sources[i], out var passedOn)) Accumulate(gradients, sources[i], passedOn);
            results[i] = gradients.GetValueOrDefault(sources[i]);
            arrived.Remove(sources[i]);
        }
        return results;
    }

    // Operations between the sources and the end: others would compute gradients nobody asked for.
    private static bool[] OnPath(IReadOnlyList<Operation> operations, IReadOnlyList<Tensor> sources)
    {
        var reached = new HashSet<Tensor>(sources, ReferenceEqualityComparer.Instance);
        var needed = new bool[operations.Count];
        for (int i = 0; i < needed.Length; i++)
            foreach (var input in operations[i].Inputs)
                if (reached.Contains(input))
                {
                    needed[i] = true;
                    reached.UnionWith(operations[i].Outputs);
                    break;
                }
        return needed;
    }

    // Gradients are handed over, not copied: two reads of a variable may have given one and the same tensor, and only the later may pass on what came from behind it.
    private static Tensor?[]? OutputGradients(
        Dictionary<Tensor, Tensor> gradients, Operation operation, HashSet<Tensor> wanted, Dictionary<Tensor, Tensor> arrived)
    {
        Tensor?[]? received = null;
        for (int i = 0; i < operation.Outputs.Length; i++)
        {
            var output = operation.Outputs[i];
            if (!gradients.Remove(output, out var gradient)) continue;
            (received ??= new Tensor?[operation.Outputs.Length])[i] = gradient;
            if (wanted.Contains(output)) Accumulate(arrived, output, gradient);
        }
        return received;
    }

    private static void Accumulate(Dictionary<Tensor, Tensor> gradients, Tensor tensor, Tensor gradient)
    {
        if (!gradients.TryGetValue(tensor, out var sum)) gradients.Add(tensor, gradient);
        else gradients[tensor] = Add(sum, gradient);
    }

    private static Tensor Add(Tensor sum, Tensor gradient)
    {
        if (sum is IndexedSlices left && gradient is IndexedSlices right)
            return new IndexedSlices(Ops.ConcatV2([left.Values, right.Values], 0), Ops.ConcatV2([left.Indices, right.Indices], 0), left.Shape);
        if (sum.DType == DType.Variant) return Ops.AddN([sum, gradient]);
        return Ops.AddV2(Dense(sum), Dense(gradient));
    }

    private static Tensor Dense(Tensor tensor) => tensor is IndexedSlices slices ? slices.ToDense() : tensor;
}
