using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Gradients;

/// <summary>Copies the nodes of one function into another, captured inputs becoming plain ones.</summary>
internal sealed class FunctionCopy
{
    private readonly Dictionary<SymbolicTensor, SymbolicTensor> copies = [];

    /// <summary>Starts a copy; what the function returns is left to the caller.</summary>
    /// <param name="original">The function.</param>
    /// <param name="name">The copy's name.</param>
    /// <param name="replace">Gives other nodes for some of the original's; null leaves a node as it is.</param>
    public FunctionCopy(FunctionGraph original, string name, Func<OpDef, Tensor[], Attrs, (Tensor[] Inputs, Attrs Attrs)?>? replace = null)
    {
        Graph = new FunctionGraph(name);
        foreach (var attr in original.FunctionAttrs) Graph.FunctionAttrs.Add(attr.Key, attr.Value);
        foreach (var input in original.Inputs) copies.Add(input, Graph.AddInput(TensorSpec.Of(input)));
        using (GradientTape.Suspend())
        using (Graph.Record())
            foreach (var node in original.Nodes)
                if (node.Outputs.Length != 1 || !copies.ContainsKey((SymbolicTensor)node.Outputs[0])) Add(node, replace);
    }

    /// <summary>The copy.</summary>
    public FunctionGraph Graph { get; }

    /// <summary>What stands for a tensor of the original.</summary>
    public SymbolicTensor this[SymbolicTensor original] => copies[original];

    /// <summary>What stands for the original's results.</summary>
    public Tensor[] Outputs(FunctionGraph original)
    {
        var outputs = new Tensor[original.Outputs.Count];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = copies[original.Outputs[i]];
        return outputs;
    }

    private void Add(Node node, Func<OpDef, Tensor[], Attrs, (Tensor[] Inputs, Attrs Attrs)?>? replace)
    {
        var (inputs, attrs) = (Array.ConvertAll(node.Inputs, input => (Tensor)copies[(SymbolicTensor)input]), node.Attrs);
        if (replace?.Invoke(node.Op, inputs, attrs) is { } other) (inputs, attrs) = other;
        var copy = Graph.Add(node.Op, inputs, attrs, node.Name);
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            var symbol = (SymbolicTensor)copy.Outputs[i];
            symbol.SetShape(node.Outputs[i].Shape);
            copies.Add((SymbolicTensor)node.Outputs[i], symbol);
        }
    }
}
