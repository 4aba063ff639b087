using Keratin.Engines;
using Keratin.Graphs;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Runs a graph node by node, allocating as it goes: for graphs whose shapes depend on values, and whatever no plan can hold.</summary>
internal sealed class InterpretedExecutable : IExecutable
{
    private readonly FunctionGraph graph;
    private readonly IReadOnlyList<EagerTensor> captures;
    private readonly Node[] order;
    private readonly int[] lastUse;

    public InterpretedExecutable(FunctionGraph graph, IReadOnlyList<EagerTensor> captures)
    {
        this.graph = graph;
        this.captures = captures;
        order = Pruning.NeededNodes(graph);
        lastUse = new int[graph.Nodes.Count];
        for (int i = 0; i < order.Length; i++)
            foreach (var input in order[i].Inputs) lastUse[((SymbolicTensor)input).Node.Position] = i;
        foreach (var output in graph.Outputs) lastUse[output.Node.Position] = int.MaxValue;
    }

    public ISpecialization? Specialize(ReadOnlySpan<Shape> argumentShapes) => null;

    public EagerTensor[] Run(ReadOnlySpan<Tensor> arguments)
    {
        var values = new EagerTensor[]?[graph.Nodes.Count];
        for (int i = 0; i < graph.Inputs.Count; i++)
            values[graph.Inputs[i].Node.Position] = [i < arguments.Length ? arguments[i].Value : captures[i - arguments.Length]];

        for (int i = 0; i < order.Length; i++)
        {
            var node = order[i];
            var inputs = new EagerTensor[node.Inputs.Length];
            for (int j = 0; j < inputs.Length; j++)
            {
                var symbol = (SymbolicTensor)node.Inputs[j];
                inputs[j] = values[symbol.Node.Position]![symbol.Index];
            }
            values[node.Position] = EagerExecution.Run(node, inputs);
            foreach (var input in node.Inputs)
                if (((SymbolicTensor)input).Node.Position is var position && lastUse[position] == i) values[position] = null;
        }

        var results = new EagerTensor[graph.Outputs.Count];
        for (int i = 0; i < results.Length; i++) results[i] = values[graph.Outputs[i].Node.Position]![graph.Outputs[i].Index];
        return results;
    }
}
