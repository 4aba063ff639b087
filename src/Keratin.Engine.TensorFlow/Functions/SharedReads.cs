using Keratin.Graphs;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>
/// Numbers in variables (counts of steps, learning rates) are read once until they are written. What is computed from them, for each weight anew, is then
/// seen by TensorFlow to be the same. Larger variables are read each time: they can only be written in place while nobody holds what was read.
/// </summary>
internal static class SharedReads
{
    /// <summary>The graph with fewer reads; the graph itself if each is needed.</summary>
    public static FunctionGraph Apply(FunctionGraph graph)
    {
        var earlier = Find(graph);
        return earlier.Count == 0 ? graph : GraphCopy.Of(graph, (copy, node, _) => earlier.TryGetValue(node, out var read) ? [copy[(SymbolicTensor)read.Outputs[0]]] : null);
    }

    private static Dictionary<Node, Node> Find(FunctionGraph graph)
    {
        var uses = new ResourceUses(graph);
        var earlier = new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance);
        var last = new Dictionary<Tensor, Node>(ReferenceEqualityComparer.Instance);
        foreach (var node in graph.Nodes)
        {
            if (node.Op.Name != "ReadVariableOp" || node.Outputs[0].Shape is not { HasRank: true, Rank: 0 }) continue;
            var variable = (SymbolicTensor)node.Inputs[0];
            if (last.TryGetValue(variable, out var read) && read.Device == node.Device && !uses.AnyWriteBetween(read, node, variable)) earlier.Add(node, read);
            else last[variable] = node;
        }
        return earlier;
    }
}
