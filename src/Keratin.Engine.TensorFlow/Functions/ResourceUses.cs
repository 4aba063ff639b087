using Keratin.Graphs;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>Which nodes of a graph use which resource, in order.</summary>
internal sealed class ResourceUses
{
    private readonly Dictionary<SymbolicTensor, List<(Node Node, bool Writes)>> uses = new(ReferenceEqualityComparer.Instance);

    public ResourceUses(FunctionGraph graph)
    {
        foreach (var node in graph.Nodes)
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (node.Inputs[i].DType != DType.Resource) continue;
                var resource = (SymbolicTensor)node.Inputs[i];
                if (!uses.TryGetValue(resource, out var list)) uses.Add(resource, list = []);
                list.Add((node, !ResourceAccess.OnlyReads(node, i)));
            }
    }

    /// <summary>Whether no other node may change the resource.</summary>
    public bool IsOnlyWrite(Node write, SymbolicTensor resource) =>
        uses[resource].TrueForAll(use => ReferenceEquals(use.Node, write) || !use.Writes && use.Node.Op.Name is not ("Identity" or "IdentityN"));

    /// <summary>Whether any node between these two uses the resource.</summary>
    public bool AnyBetween(Node first, Node last, SymbolicTensor resource) => uses[resource].Exists(use => IsBetween(first, use.Node, last));

    /// <summary>Whether any node between these two may change the resource.</summary>
    public bool AnyWriteBetween(Node first, Node last, SymbolicTensor resource) => uses[resource].Exists(use => use.Writes && IsBetween(first, use.Node, last));

    private static bool IsBetween(Node first, Node node, Node last) => node.Position > first.Position && node.Position < last.Position;
}
