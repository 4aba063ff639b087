using Keratin.Graphs;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>A function graph recorded once more, with more known of its arguments or without some of its nodes.</summary>
internal sealed class GraphCopy
{
    private readonly Tensor[]?[] copies;

    /// <summary>Records the nodes of a graph that are kept; the copy returns nothing yet.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="arguments">The arguments' specs; null for those of the graph.</param>
    /// <param name="keeps">Which nodes are kept; what they need is.</param>
    /// <param name="replace">Records something else for a node into the copy and gives its outputs, or null.</param>
    public GraphCopy(FunctionGraph graph, TensorSpec[]? arguments = null, Func<Node, bool>? keeps = null, Func<GraphCopy, Node, Tensor[], Tensor[]?>? replace = null)
    {
        Graph = new FunctionGraph(graph.Name);
        copies = new Tensor[]?[graph.Nodes.Count];
        for (int i = 0; i < graph.Inputs.Count; i++)
            copies[graph.Inputs[i].Node.Position] =
                [i < graph.ArgumentCount ? Graph.AddInput(arguments is null ? TensorSpec.Of(graph.Inputs[i]) : arguments[i]) : Graph.Import(graph.Captures[i - graph.ArgumentCount])];
        foreach (var node in graph.Nodes)
        {
            if (copies[node.Position] is not null || keeps?.Invoke(node) == false) continue;
            var inputs = Array.ConvertAll(node.Inputs, input => this[(SymbolicTensor)input]);
            using (new Device.Placement(node.Device))
                copies[node.Position] = replace?.Invoke(this, node, inputs) ?? Graph.Add(node.Op, inputs, node.Attrs, node.Name).Outputs;
        }
    }

    /// <summary>The whole graph, with something else for some of its nodes.</summary>
    public static FunctionGraph Of(FunctionGraph graph, Func<GraphCopy, Node, Tensor[], Tensor[]?> replace)
    {
        var copy = new GraphCopy(graph, replace: replace);
        copy.Graph.Return([.. graph.Outputs.Select(output => copy[output])]);
        return copy.Graph;
    }

    public FunctionGraph Graph { get; }

    /// <summary>The copy of a tensor of the graph.</summary>
    public Tensor this[SymbolicTensor original] => copies[original.Node.Position]![original.Index];
}
