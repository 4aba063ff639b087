using Keratin.Gradients;
using Keratin.Operations;

namespace Keratin.Graphs;

/// <summary>
/// A function recorded as nodes over the op vocabulary (TensorFlow's <c>FuncGraph</c> / <c>FunctionDef</c>).
/// Nodes stand in the order of their execution. Values from outside are captured as further inputs.
/// </summary>
public sealed class FunctionGraph(string name)
{
    [ThreadStatic] private static FunctionGraph? current;

    private readonly List<Node> nodes = [];
    private readonly List<SymbolicTensor> inputs = [];
    private readonly Dictionary<Tensor, SymbolicTensor> captured = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, SymbolicTensor> constants = new(ReferenceEqualityComparer.Instance);
    private readonly List<Tensor> captures = [];
    private readonly Dictionary<string, int> names = [];

    /// <summary>The graph that ops on this thread are recorded into, or null while they run at once.</summary>
    public static FunctionGraph? Current => current;

    /// <summary>The function's name.</summary>
    public string Name { get; } = name;

    /// <summary>The arguments, then one input for each of <see cref="Captures"/>.</summary>
    public IReadOnlyList<SymbolicTensor> Inputs => inputs;

    /// <summary>What the function returns.</summary>
    public IReadOnlyList<SymbolicTensor> Outputs { get; private set; } = [];

    /// <summary>The tensors from outside that the function uses: variables' handles, symbolic tensors of an enclosing graph.</summary>
    public IReadOnlyList<Tensor> Captures => captures;

    /// <summary>The number of inputs that the caller gives.</summary>
    public int ArgumentCount => inputs.Count - captures.Count;

    /// <summary>All nodes in the order of execution.</summary>
    public IReadOnlyList<Node> Nodes => nodes;

    /// <summary>Attributes of the function itself, such as <c>api_implements</c>.</summary>
    public Dictionary<string, AttrValue> FunctionAttrs { get; } = [];

    /// <summary>What an engine or a gradient made of this graph, kept with it.</summary>
    internal FunctionCache Cache { get; } = new();

    /// <summary>Records what <paramref name="body"/> does with symbolic arguments of the given specs.</summary>
    public static FunctionGraph Trace(string name, ReadOnlySpan<TensorSpec> arguments, Func<Tensor[], Tensor[]> body)
    {
        var graph = new FunctionGraph(name);
        // Tapes outside see the call of the function, not what it consists of.
        using (GradientTape.Suspend())
        using (graph.Record())
        {
            var symbols = new Tensor[arguments.Length];
            for (int i = 0; i < symbols.Length; i++) symbols[i] = graph.AddInput(arguments[i]);
            graph.Return(body(symbols));
        }
        return graph;
    }

    /// <summary>Ops on this thread go into this graph until the result is disposed.</summary>
    public Recording Record() => new(this);

    /// <summary>Ops on this thread run at once until the result is disposed, even inside of tracing (<c>tf.init_scope</c>).</summary>
    public static Recording Suspend() => new(null);

    /// <summary>Adds an argument. All arguments come before the first capture.</summary>
    public SymbolicTensor AddInput(TensorSpec spec)
    {
        if (captures.Count > 0) throw new InvalidOperationException("Arguments must be added before anything is captured.");
        return AddPlaceholder(spec.DType, spec.Shape, spec.Name);
    }

    /// <summary>Sets the results; tensors from outside are captured.</summary>
    public void Return(ReadOnlySpan<Tensor> results)
    {
        var outputs = new SymbolicTensor[results.Length];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = Import(results[i]);
        Outputs = outputs;
    }

    /// <summary>Records an op; its outputs' dtypes and shapes are inferred.</summary>
    public Node Add(OpDef op, Tensor[] inputs, Attrs attrs, string? name = null)
    {
        var imported = new Tensor[inputs.Length];
        for (int i = 0; i < imported.Length; i++) imported[i] = Import(inputs[i]);
        Signature.Check(op, imported, attrs);
        var types = Signature.OutputTypes(op, imported, attrs);
        var node = new Node(this, nodes.Count, op, attrs, imported, name is null ? null : UniqueName(name));
        var outputs = new Tensor[types.Length];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = new SymbolicTensor(node, i, types[i], Shape.Unknown);
        node.Outputs = outputs;
        ShapeInference.Infer(node);
        nodes.Add(node);
        return node;
    }

    /// <summary>The tensor as this graph sees it: its own symbol, a constant, or a captured input.</summary>
    public SymbolicTensor Import(Tensor tensor)
    {
        if (tensor is SymbolicTensor own && ReferenceEquals(own.Graph, this)) return own;
        if (captured.TryGetValue(tensor, out var symbol)) return symbol;
        if (tensor is IndexedSlices slices) return Import(slices.ToDense());
        if (tensor is EagerTensor eager && eager.DType is not (DType.Resource or DType.Variant)) return Constant(eager);
        if (tensor is SymbolicTensor { DType: not DType.Resource } && ConstantValue.Of(tensor) is { } known) return Import(known);
        symbol = AddPlaceholder(tensor.DType, tensor.Shape, null);
        captured.Add(tensor, symbol);
        captures.Add(tensor);
        return symbol;
    }

    /// <summary>The tensor from outside that one of this graph's inputs stands for; null if it is none.</summary>
    internal Tensor? CapturedAs(SymbolicTensor input)
    {
        if (input.Node.Op.Name != "Placeholder") return null;
        for (int i = 0; i < captures.Count; i++)
            if (ReferenceEquals(inputs[ArgumentCount + i], input)) return captures[i];
        return null;
    }

    /// <summary>A name that no node of this graph has yet.</summary>
    internal string UniqueName(string wanted)
    {
        if (names.TryAdd(wanted, 0)) return wanted;
        string candidate;
        do candidate = $"{wanted}_{++names[wanted]}"; while (!names.TryAdd(candidate, 0));
        return candidate;
    }

    private SymbolicTensor Constant(EagerTensor value)
    {
        if (constants.TryGetValue(value, out var symbol)) return symbol;
        var op = OpDef.Get("Const");
        symbol = (SymbolicTensor)Add(op, [], new Attrs(op, ("value", value), ("dtype", value.DType))).Outputs[0];
        constants.Add(value, symbol);
        return symbol;
    }

    private SymbolicTensor AddPlaceholder(DType dtype, Shape shape, string? name)
    {
        var op = OpDef.Get("Placeholder");
        var symbol = (SymbolicTensor)Add(op, [], new Attrs(op, ("dtype", dtype), ("shape", shape)), name).Outputs[0];
        inputs.Add(symbol);
        return symbol;
    }

    /// <summary>Restores what was recorded into before, when disposed.</summary>
    public readonly ref struct Recording
    {
        private readonly FunctionGraph? previous;

        internal Recording(FunctionGraph? graph) => (previous, current) = (current, graph);

        /// <summary>Ends this recording.</summary>
        public void Dispose() => current = previous;
    }
}
