using Keratin.Operations;

namespace Keratin.Graphs;

/// <summary>An operation recorded in a <see cref="FunctionGraph"/> (TensorFlow's <c>NodeDef</c>).</summary>
public sealed class Node : Operation
{
    private string? name;
    private bool? hasEffect;

    internal Node(FunctionGraph graph, int position, OpDef op, Attrs attrs, Tensor[] inputs, string? name) : base(op, attrs, inputs)
    {
        Graph = graph;
        Position = position;
        Device = Device.Current;
        this.name = name;
    }

    /// <summary>The graph that owns the node.</summary>
    public FunctionGraph Graph { get; }

    /// <summary>Its place in the graph's order of execution.</summary>
    public int Position { get; }

    /// <summary>The device it was placed on when it was recorded; null leaves the choice to the engine.</summary>
    public Device? Device { get; }

    /// <summary>Its name, unique in the graph.</summary>
    public string Name => name ??= Graph.UniqueName(Op.Name);

    /// <summary>Whether the node's effect counts even if no output is used. A node that runs functions has the effects of these.</summary>
    public bool HasEffect => hasEffect ??= Op.IsStateful && (Functions() is { Count: > 0 } functions ? functions.Exists(Effective)
        : Op.Name is not ("ReadVariableOp" or "Placeholder" or "VarHandleOp" or "VarIsInitializedOp" or "ResourceGather"));

    private static bool Effective(FunctionGraph function)
    {
        foreach (var node in function.Nodes)
            if (node.HasEffect) return true;
        return false;
    }

    private List<FunctionGraph> Functions()
    {
        var functions = new List<FunctionGraph>();
        foreach (var attr in Attrs.Given)
        {
            if (attr.Value.Kind == AttrKind.Func) functions.Add(attr.Value.Func);
            else if (attr.Value.Kind == AttrKind.Funcs) functions.AddRange(attr.Value.Funcs);
        }
        return functions;
    }
}
