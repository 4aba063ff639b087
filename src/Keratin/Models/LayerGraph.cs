using Keratin.Layers;

namespace Keratin.Models;

/// <summary>
/// The calls of layers between a Functional model's inputs and outputs, ordered as Keras orders them: by distance from the outputs,
/// then by the order in which a walk from the outputs meets the layers. Files, weights and summaries all follow this order.
/// </summary>
internal sealed class LayerGraph
{
    private LayerGraph(LayerNode[] nodes, Layer[] layers, Tensor[] beside) => (Nodes, Layers, Beside) = (nodes, layers, beside);

    /// <summary>The calls in an order in which they can run, inputs included.</summary>
    public LayerNode[] Nodes { get; }

    /// <summary>The layers, inputs first.</summary>
    public Layer[] Layers { get; }

    /// <summary>What is computed beside the outputs: losses and metrics that were added to the model.</summary>
    public Tensor[] Beside { get; }

    /// <summary>Finds all calls that the outputs depend on, back to the inputs; then those that only what is <paramref name="beside"/> depends on.</summary>
    /// <exception cref="ArgumentException">An output is no symbol, or depends on an input that is not given.</exception>
    public static LayerGraph Map(Tensors inputs, Tensors outputs, Tensor[]? beside = null)
    {
        var given = new HashSet<Tensor>(inputs, ReferenceEqualityComparer.Instance);
        var layerOrder = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        var seen = new HashSet<LayerNode>(ReferenceEqualityComparer.Instance);
        var finished = Walk(given, outputs, layerOrder, seen);

        var nodeDepths = new Dictionary<LayerNode, int>(finished.Count, ReferenceEqualityComparer.Instance);
        var layerDepths = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        for (int i = finished.Count - 1; i >= 0; i--)
        {
            var node = finished[i];
            int depth = Math.Max(nodeDepths.GetValueOrDefault(node), layerDepths.GetValueOrDefault(node.Layer));
            nodeDepths[node] = layerDepths[node.Layer] = depth;
            foreach (var source in Sources(node, given))
                nodeDepths[source.Node] = Math.Max(depth + 1, nodeDepths.GetValueOrDefault(source.Node));
        }
        // Inputs that no output depends on belong to the model all the same.
        foreach (var input in inputs)
        {
            var node = ((KerasTensor)input).Node;
            if (layerDepths.TryAdd(node.Layer, 0)) layerOrder[node.Layer] = -1;
            nodeDepths.TryAdd(node, 0);
        }

        var layers = new Layer[layerDepths.Count];
        var places = new (int Height, int Order)[layers.Length];
        int next = 0;
        foreach (var (layer, depth) in layerDepths) (layers[next], places[next++]) = (layer, (-depth, layerOrder[layer]));
        Array.Sort(places, layers);
        // Stable: calls of one depth keep the order in which they were met.
        var nodes = nodeDepths.OrderByDescending(static pair => pair.Value).Select(static pair => pair.Key).ToArray();
        if (beside is { Length: > 0 })
        {
            var more = Walk(given, beside, layerOrder, seen);
            nodes = [.. nodes, .. more];
            layers = [.. layers, .. more.Select(static node => node.Layer).Where(layer => !layerDepths.ContainsKey(layer)).Distinct()];
        }
        CheckNames(layers);
        return new(nodes, layers, beside ?? []);
    }

    /// <summary>Calls in the order in which a depth-first walk from the outputs leaves them; without recursion, since models may be thousands of layers deep.</summary>
    private static List<LayerNode> Walk(HashSet<Tensor> given, Tensors outputs, Dictionary<Layer, int> layerOrder, HashSet<LayerNode> seen)
    {
        var finished = new List<LayerNode>();
        var stack = new Stack<(LayerNode Node, KerasTensor[] Sources, int Next)>();
        foreach (var output in outputs)
        {
            if (output is not KerasTensor symbol) throw new ArgumentException($"An output must come from layers called on the model's inputs; {output} does not.");
            Enter(symbol);
            while (stack.TryPop(out var top))
            {
                if (top.Next == top.Sources.Length)
                {
                    finished.Add(top.Node);
                    continue;
                }
                stack.Push(top with { Next = top.Next + 1 });
                Enter(top.Sources[top.Next]);
            }
        }
        return finished;

        void Enter(KerasTensor symbol)
        {
            if (!seen.Add(symbol.Node)) return;
            if (symbol.Node.IsInput && !given.Contains(symbol))
                throw new ArgumentException($"The outputs depend on the input '{symbol.Layer.Name}', which is not among the model's inputs.");
            layerOrder.TryAdd(symbol.Layer, layerOrder.Count);
            stack.Push((symbol.Node, Sources(symbol.Node, given), 0));
        }
    }

    private static KerasTensor[] Sources(LayerNode node, HashSet<Tensor> given)
    {
        // A model may start at symbols that other layers gave: the walk ends there.
        foreach (var output in node.Outputs.AsSpan())
            if (given.Contains(output)) return [];
        return node.SourceSymbols;
    }

    private static void CheckNames(Layer[] layers)
    {
        var names = new HashSet<string>();
        foreach (var layer in layers)
            if (!names.Add(layer.Name)) throw new ArgumentException($"Two layers of the model are named '{layer.Name}'; names must be unique. Give one another name.");
    }
}
