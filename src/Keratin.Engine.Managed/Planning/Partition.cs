using Keratin.Graphs;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Cuts a graph at the nodes that no plan can hold: each of these is a piece, and what lies between them becomes functions that have plans of their own.</summary>
internal sealed class Partition
{
    private readonly FunctionGraph graph;
    private readonly IReadOnlyList<EagerTensor> captures;
    private readonly int[] lastUse;
    private readonly List<GraphPiece> pieces = [];

    private Partition(FunctionGraph graph, IReadOnlyList<EagerTensor> captures)
    {
        (this.graph, this.captures) = (graph, captures);
        lastUse = new int[graph.Nodes.Count];
    }

    public static GraphPiece[] Cut(FunctionGraph graph, IReadOnlyList<EagerTensor> captures, IReadOnlyCollection<Node> obstacles)
    {
        var partition = new Partition(graph, captures);
        partition.Cut(obstacles);
        return [.. partition.pieces];
    }

    private void Cut(IReadOnlyCollection<Node> obstacles)
    {
        var nodes = Pruning.NeededNodes(graph);
        foreach (var node in nodes)
            foreach (var input in node.Inputs) lastUse[((SymbolicTensor)input).Node.Position] = node.Position;
        foreach (var output in graph.Outputs) lastUse[output.Node.Position] = int.MaxValue;

        var run = new List<Node>();
        foreach (var node in nodes)
        {
            if (!obstacles.Contains(node) && !Array.Exists(node.Inputs, IsForeign))
            {
                run.Add(node);
                continue;
            }
            AddFunction(run);
            pieces.Add(GraphPiece.Of(node));
        }
        AddFunction(run);
    }

    // Strings, lists and handles that are made while running stay outside of plans.
    private bool IsForeign(Tensor input) => input.DType.IsObject() && Captured((SymbolicTensor)input) is null;

    private EagerTensor? Captured(SymbolicTensor symbol)
    {
        int arguments = graph.Inputs.Count - captures.Count;
        for (int i = arguments; i < graph.Inputs.Count; i++)
            if (graph.Inputs[i] == symbol) return captures[i - arguments];
        return null;
    }

    private void AddFunction(List<Node> nodes)
    {
        if (nodes.Count == 0) return;
        var function = new FunctionGraph($"{graph.Name}/{nodes[0].Name}");
        var inside = new Dictionary<SymbolicTensor, Tensor>();
        var inputs = new List<SymbolicTensor>();
        var members = new HashSet<Node>(nodes);
        foreach (var node in nodes)
            foreach (var tensor in node.Inputs)
                if (tensor is SymbolicTensor symbol && !members.Contains(symbol.Node) && !inside.ContainsKey(symbol))
                {
                    if (Captured(symbol) is { } value) inside.Add(symbol, value);
                    else
                    {
                        inside.Add(symbol, function.AddInput(TensorSpec.Of(symbol)));
                        inputs.Add(symbol);
                    }
                }

        var outputs = new List<SymbolicTensor>();
        foreach (var node in nodes)
        {
            var copy = function.Add(node.Op, Array.ConvertAll(node.Inputs, input => inside[(SymbolicTensor)input]), node.Attrs, node.Name);
            for (int i = 0; i < node.Outputs.Length; i++)
            {
                var symbol = (SymbolicTensor)node.Outputs[i];
                ((SymbolicTensor)copy.Outputs[i]).SetShape(symbol.Shape);
                inside.Add(symbol, copy.Outputs[i]);
                if (lastUse[node.Position] > nodes[^1].Position) outputs.Add(symbol);
            }
        }
        function.Return([.. outputs.ConvertAll(output => inside[output])]);
        var executable = new PlannedExecutable(function, [.. function.Captures.Select(static capture => capture.Value)]);
        pieces.Add(new([.. inputs], [.. outputs], values => executable.Run(values)));
        nodes.Clear();
    }
}
