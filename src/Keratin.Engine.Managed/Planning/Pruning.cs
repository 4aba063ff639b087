using Keratin.Graphs;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Which nodes must run: those that results depend on, and those with effects, with all they depend on.</summary>
internal static class Pruning
{
    /// <summary>Needed nodes in the order of execution, without the placeholders.</summary>
    public static Node[] NeededNodes(FunctionGraph graph)
    {
        var needed = new bool[graph.Nodes.Count];
        foreach (var output in graph.Outputs) needed[output.Node.Position] = true;
        var kept = new List<Node>();
        for (int i = needed.Length - 1; i >= 0; i--)
        {
            var node = graph.Nodes[i];
            if (!needed[i] && !node.HasEffect) continue;
            foreach (var input in node.Inputs) needed[((SymbolicTensor)input).Node.Position] = true;
            if (node.Op.Name != "Placeholder") kept.Add(node);
        }
        kept.Reverse();
        return [.. kept];
    }

    /// <summary>Drops the steps of a plan that nobody needs any more.</summary>
    public static void Run(PlanGraph plan)
    {
        var needed = new HashSet<Storage>();
        foreach (var output in plan.Outputs) needed.Add(output.Storage.Root);
        for (int i = plan.Nodes.Count - 1; i >= 0; i--)
        {
            var node = plan.Nodes[i];
            if (node.HasEffect || Array.Exists(node.Outputs, output => needed.Contains(output.Storage.Root)))
                foreach (var input in node.Inputs) needed.Add(input.Storage.Root);
            else plan.Nodes.RemoveAt(i);
        }
    }
}
