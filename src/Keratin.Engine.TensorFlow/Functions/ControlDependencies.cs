using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>
/// The order in which a function's effects happen. Nodes of a graph stand in the order of their execution; TensorFlow runs them in any
/// order that their inputs allow, so what touches the same variable or table is tied together by control edges (TensorFlow's automatic control dependencies).
/// </summary>
internal sealed class ControlDependencies
{
    private readonly List<Node>?[] before;

    public ControlDependencies(FunctionGraph graph)
    {
        before = new List<Node>?[graph.Nodes.Count];
        var uses = new Dictionary<SymbolicTensor, Uses>(ReferenceEqualityComparer.Instance);
        Node? lastWithoutResource = null;
        foreach (var node in graph.Nodes)
        {
            if (MustRun(node)) Effects.Add(node);
            bool touches = false;
            var seen = new HashSet<SymbolicTensor>(ReferenceEqualityComparer.Instance);
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (node.Inputs[i].DType != DType.Resource || node.Op.Name is "Identity" or "IdentityN") continue;
                touches = true;
                var resource = Origin((SymbolicTensor)node.Inputs[i]);
                if (!seen.Add(resource)) continue;
                if (!uses.TryGetValue(resource, out var use)) uses.Add(resource, use = new Uses());
                if (use.LastWrite is { } write) Tie(write, node);
                if (ResourceAccess.OnlyReads(node, i)) use.Reads.Add(node);
                else
                {
                    foreach (var read in use.Reads) Tie(read, node);
                    use.Reads.Clear();
                    use.LastWrite = node;
                }
            }
            if (touches || !MustRun(node) || node.Inputs.Length == 0 && node.Op.Name == "VarHandleOp") continue;
            if (lastWithoutResource is not null) Tie(lastWithoutResource, node);
            lastWithoutResource = node;
        }
    }

    /// <summary>Nodes that have to run although nothing may use their outputs.</summary>
    public List<Node> Effects { get; } = [];

    /// <summary>What has to be finished before a node starts, besides its inputs.</summary>
    public IReadOnlyList<Node> Before(Node node) => before[node.Position] ?? (IReadOnlyList<Node>)[];

    private void Tie(Node first, Node then)
    {
        if (ReferenceEquals(first, then)) return;
        var list = before[then.Position] ??= [];
        if (!list.Contains(first)) list.Add(first);
    }

    private static SymbolicTensor Origin(SymbolicTensor resource)
    {
        while (resource.Node.Op.Name is "Identity" or "IdentityN") resource = (SymbolicTensor)resource.Node.Inputs[resource.Index];
        return resource;
    }

    // Random numbers may be drawn in any order: each node has a stream of its own. Collectives find their partners by key.
    private static bool MustRun(Node node) => node.HasEffect && node.Op.Name is not ("RandomUniform" or "RandomUniformInt" or "RandomStandardNormal"
        or "ParameterizedTruncatedNormal" or "TruncatedNormal" or "RandomShuffle" or "Multinomial" or "RandomGamma" or "RandomGammaGrad" or "RandomPoisson" or "RandomPoissonV2");

    private sealed class Uses
    {
        public Node? LastWrite;
        public readonly List<Node> Reads = [];
    }
}

/// <summary>Whether nodes change the resources they get.</summary>
internal static class ResourceAccess
{
    /// <summary>Whether a node only reads the resource that is its input of that number; of a call, its functions tell.</summary>
    public static bool OnlyReads(Node node, int input)
    {
        if (node.Op.Name is "ReadVariableOp" or "ResourceGather" or "ResourceGatherNd" or "VariableShape" or "VarIsInitializedOp"
            or "LookupTableFindV2" or "LookupTableSizeV2" or "LookupTableExportV2" or "Identity" or "IdentityN") return true;
        bool calls = false;
        // If and Case have their choice before the functions' arguments.
        int argument = input - (node.Op.Name is "If" or "StatelessIf" or "Case" or "StatelessCase" ? 1 : 0);
        foreach (var body in Bodies(node))
        {
            calls = true;
            if (argument < 0 || argument >= body.Inputs.Count || !OnlyReads(body, body.Inputs[argument])) return false;
        }
        return calls;
    }

    private static bool OnlyReads(FunctionGraph body, SymbolicTensor resource)
    {
        foreach (var node in body.Nodes)
            for (int i = 0; i < node.Inputs.Length; i++)
                if (ReferenceEquals(node.Inputs[i], resource) && (!OnlyReads(node, i) || node.Op.Name is "Identity" or "IdentityN")) return false;
        return true;
    }

    private static IEnumerable<FunctionGraph> Bodies(Node node)
    {
        foreach (var (_, value) in node.Attrs.Given.ToArray())
            if (value.Kind == AttrKind.Func) yield return value.Func;
            else if (value.Kind == AttrKind.Funcs)
                foreach (var function in value.Funcs) yield return function;
    }
}
