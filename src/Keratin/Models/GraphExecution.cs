using Keratin.Layers;

namespace Keratin.Models;

/// <summary>Runs a Functional model's calls on tensors: each symbol has a slot in a table, found once.</summary>
internal sealed class GraphExecution
{
    private readonly Step[] steps;
    private readonly int[] inputSlots;
    private readonly int[] outputSlots;
    private readonly Tensors inputs;
    private readonly Tensors outputs;
    private readonly int slotCount;

    public GraphExecution(LayerGraph graph, Tensors inputs, Tensors outputs)
    {
        (this.inputs, this.outputs) = (inputs, outputs);
        var slots = new Dictionary<Tensor, int>(ReferenceEqualityComparer.Instance);
        inputSlots = Array.ConvertAll(inputs.ToArray(), Slot);
        var given = new HashSet<Tensor>(inputs, ReferenceEqualityComparer.Instance);
        var steps = new List<Step>(graph.Nodes.Length);
        foreach (var node in graph.Nodes)
            if (!node.IsInput && !node.Outputs.Any(given.Contains))
                steps.Add(new Step(node, Array.ConvertAll(node.Inputs.ToArray(), Slot), Array.ConvertAll(node.Outputs.ToArray(), Slot), SlotsOf(node)));
        this.steps = [.. steps];
        outputSlots = Array.ConvertAll(outputs.ToArray(), Slot);
        slotCount = slots.Count;

        Dictionary<Tensor, int> SlotsOf(LayerNode node)
        {
            var found = new Dictionary<Tensor, int>(ReferenceEqualityComparer.Instance);
            // A symbol may be given twice, as query and as value.
            foreach (var source in node.SourceSymbols) found[source] = Slot(source);
            return found;
        }

        int Slot(Tensor symbol)
        {
            if (!slots.TryGetValue(symbol, out int slot)) slots.Add(symbol, slot = slots.Count);
            return slot;
        }
    }

    public Tensors Run(Tensors given, CallContext context)
    {
        var table = new Tensor?[slotCount];
        for (int i = 0; i < inputSlots.Length; i++)
        {
            var value = given[i];
            if (context.Masks.Count > i && context.Masks[i] is { } mask) value.KerasMask ??= mask;
            table[inputSlots[i]] = value.DType == inputs[i].DType ? value : Ops.Cast(value, inputs[i].DType);
        }
        foreach (var step in steps) step.Run(table, context.Training);

        var results = new Tensor[outputSlots.Length];
        for (int i = 0; i < results.Length; i++) results[i] = table[outputSlots[i]]!;
        return outputs.With(results);
    }

    private sealed class Step(LayerNode node, int[] inputSlots, int[] outputSlots, Dictionary<Tensor, int> sourceSlots)
    {
        public void Run(Tensor?[] table, bool training)
        {
            var inputs = new Tensor[inputSlots.Length];
            for (int i = 0; i < inputs.Length; i++) inputs[i] = Value(node.Inputs[i], table);
            // What the model's builder said about training holds for that call; else the model's caller decides.
            var arguments = node.Arguments.Map(tensor => Value(tensor, table), training);
            var outputs = node.Layer.Apply(node.Inputs.With(inputs), arguments);
            for (int i = 0; i < outputSlots.Length; i++) table[outputSlots[i]] = outputs[i];
        }

        private Tensor Value(Tensor tensor, Tensor?[] table) => tensor is KerasTensor ? table[sourceSlots[tensor]]! : tensor;
    }
}
