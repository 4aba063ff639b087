using System.Text;
using Keratin.Engines.TensorFlow.Interop;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>Writes a function graph as TensorFlow's <c>FunctionDef</c>: the graph's inputs are the arguments, captures included.</summary>
internal sealed class FunctionDefWriter(FunctionGraph graph, FunctionLibrary functions)
{
    private readonly Dictionary<Node, string> names = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> inputs = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> needed = new(ReferenceEqualityComparer.Instance);
    private readonly ControlDependencies order = new(graph);

    public ProtoWriter Write(string name)
    {
        FindNeeded();
        var signature = new ProtoWriter().Text(1, name);
        var function = new ProtoWriter();
        for (int i = 0; i < graph.Inputs.Count; i++)
        {
            string argument = graph.UniqueName($"arg_{i}");
            names.Add(graph.Inputs[i].Node, argument);
            inputs.Add(graph.Inputs[i].Node);
            signature.Message(2, Argument(argument, graph.Inputs[i]));
        }
        foreach (var node in graph.Nodes)
            if (needed.Contains(node)) names.TryAdd(node, NameOf(node));

        foreach (var node in graph.Nodes)
            if (needed.Contains(node) && !IsInput(node)) function.Message(3, Define(node));
        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            signature.Message(3, Argument($"r{i}", graph.Outputs[i]));
            function.Entry(4, $"r{i}", Reference(graph.Outputs[i]));
        }
        foreach (var node in order.Effects)
        {
            signature.Text(20, names[node]);
            function.Entry(6, names[node], names[node]);
        }
        if (order.Effects.Count > 0) signature.Bool(17, true);
        return function.Message(1, signature);
    }

    // TensorFlow would run every node, also one that nothing comes of: a gradient of the data, say.
    private void FindNeeded()
    {
        foreach (var output in graph.Outputs) needed.Add(output.Node);
        needed.UnionWith(order.Effects);
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
            if (needed.Contains(graph.Nodes[i]))
                foreach (var input in graph.Nodes[i].Inputs) needed.Add(((SymbolicTensor)input).Node);
    }

    private static ProtoWriter Argument(string name, SymbolicTensor tensor) => new ProtoWriter().Text(1, name).Int(3, (long)tensor.DType);

    private ProtoWriter Define(Node node)
    {
        var proto = new ProtoWriter().Text(1, names[node]).Text(2, node.Op.Name);
        foreach (var input in node.Inputs) proto.Text(3, Reference((SymbolicTensor)input));
        foreach (var before in order.Before(node))
            if (needed.Contains(before)) proto.Text(3, "^" + names[before]);
        if (node.Device is { } device) proto.Text(4, $"/device:{device}");
        foreach (var (name, value) in Signature.Complete(node.Op, node.Inputs, node.Attrs)) proto.Entry(5, name, AttrProto.Of(value, functions));
        // Loops and branches run as part of the graph around them, not as calls.
        if (node.Op.Name is "If" or "StatelessIf" or "While" or "StatelessWhile" or "Case" or "StatelessCase" && !node.Attrs.TryGet(Lowering, out _))
            proto.Entry(5, Lowering, AttrProto.Of(true, functions));
        return proto;
    }

    private const string Lowering = "_lower_using_switch_merge";

    // An output is named by its node, its place in the op's definition, and its number there.
    private string Reference(SymbolicTensor tensor)
    {
        var node = tensor.Node;
        if (IsInput(node)) return names[node];
        int first = 0;
        foreach (var output in node.Op.Outputs)
        {
            int count = !output.IsList ? 1 : output.NumberAttr is { } number ? checked((int)Value(node, number).Int) : Value(node, output.TypeListAttr!).Types.Length;
            if (tensor.Index < first + count) return $"{names[node]}:{output.Name}:{tensor.Index - first}";
            first += count;
        }
        throw new OpException(node, $"it has no output number {tensor.Index}.");
    }

    private static AttrValue Value(Node node, string attr)
    {
        foreach (var (name, value) in Signature.Complete(node.Op, node.Inputs, node.Attrs))
            if (name == attr) return value;
        throw new OpException(node, $"the attribute '{attr}' is needed to tell its outputs apart.");
    }

    private bool IsInput(Node node) => inputs.Contains(node);

    // TensorFlow allows fewer characters in names than Keras does.
    private static string NameOf(Node node)
    {
        bool changed = !char.IsAsciiLetterOrDigit(node.Name[0]);
        var text = new StringBuilder(changed ? "n" : "");
        foreach (char c in node.Name)
        {
            bool allowed = char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or '-';
            text.Append(allowed ? c : '_');
            changed |= !allowed;
        }
        return changed ? $"{text}_{node.Position}" : text.ToString();
    }
}
