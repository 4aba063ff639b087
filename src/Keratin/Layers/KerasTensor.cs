using Keratin.Operations;

namespace Keratin.Layers;

/// <summary>A symbol of a Functional model: dtype and shape of what a layer will give, and which call of which layer that is (<c>KerasTensor</c>).</summary>
public sealed class KerasTensor : Tensor
{
    internal KerasTensor(DType dtype, Shape shape, LayerNode node, int index) : base(dtype, shape)
    {
        Node = node;
        Index = index;
    }

    /// <summary>The call of a layer that gives this tensor.</summary>
    public LayerNode Node { get; }

    /// <summary>Which of the call's outputs it is.</summary>
    public int Index { get; }

    /// <summary>The layer that gives this tensor.</summary>
    public Layer Layer => Node.Layer;

    private protected override Tensor[]? Intercept(OpDef op, Tensor[] inputs, Attrs attrs) => OpLayer.Apply(op, inputs, attrs);

    /// <inheritdoc/>
    public override string ToString() => $"<KerasTensor shape={Shape}, dtype={DType.Name()}, layer={Layer.Name}>";
}

/// <summary>One call of a layer on symbols: an edge bundle of a Functional model (Keras's <c>Node</c>).</summary>
public sealed class LayerNode
{
    private KerasTensor[]? sources;

    internal LayerNode(Layer layer, Tensors inputs, CallArguments arguments, IReadOnlyList<Graphs.TensorSpec> outputs, bool singleOutput)
    {
        Layer = layer;
        Inputs = inputs;
        Arguments = arguments;
        IndexInLayer = layer.AddNode(this);
        var symbols = new Tensor[outputs.Count];
        for (int i = 0; i < symbols.Length; i++) symbols[i] = new KerasTensor(outputs[i].DType, outputs[i].Shape, this, i);
        Outputs = singleOutput ? symbols[0] : symbols;
    }

    /// <summary>The layer that was called.</summary>
    public Layer Layer { get; }

    /// <summary>What it was called on.</summary>
    public Tensors Inputs { get; }

    /// <summary>What was given besides.</summary>
    public CallArguments Arguments { get; }

    /// <summary>What it gave.</summary>
    public Tensors Outputs { get; }

    /// <summary>The number of this call among the calls of its layer.</summary>
    public int IndexInLayer { get; }

    /// <summary>Whether the node is an input of a model.</summary>
    public bool IsInput => Inputs.Count == 0 && Layer is Input;

    /// <summary>All symbols that the call depends on: inputs, then arguments by name.</summary>
    public IEnumerable<KerasTensor> Sources() => SourceSymbols;

    internal KerasTensor[] SourceSymbols => sources ??= Inputs is [KerasTensor only] && ReferenceEquals(Arguments, CallArguments.None) ? [only] : [.. FindSources()];

    private IEnumerable<KerasTensor> FindSources()
    {
        foreach (var input in Inputs)
            if (input is KerasTensor symbol) yield return symbol;
        foreach (var argument in Arguments.Named.Values)
            foreach (var symbol in Symbols(argument)) yield return symbol;
        foreach (var mask in Arguments.Mask ?? [])
            if (mask is KerasTensor symbol) yield return symbol;
    }

    private static IEnumerable<KerasTensor> Symbols(object? argument) => argument switch
    {
        KerasTensor symbol => [symbol],
        Tensors tensors => tensors.OfType<KerasTensor>(),
        Tensor[] tensors => tensors.OfType<KerasTensor>(),
        _ => [],
    };
}
