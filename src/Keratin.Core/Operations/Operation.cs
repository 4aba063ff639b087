namespace Keratin.Operations;

/// <summary>One use of an op: what went in and what came out. A tape remembers these; a graph's nodes are these.</summary>
public class Operation(OpDef op, Attrs attrs, Tensor[] inputs)
{
    /// <summary>The op.</summary>
    public OpDef Op { get; } = op;

    /// <summary>Its attributes.</summary>
    public Attrs Attrs { get; } = attrs;

    /// <summary>Its inputs, lists flattened.</summary>
    public Tensor[] Inputs { get; } = inputs;

    /// <summary>Its outputs, lists flattened.</summary>
    public Tensor[] Outputs { get; internal set; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Op.Name}({string.Join(", ", Array.ConvertAll(Inputs, static t => $"{t.DType.Name()} {t.Shape}"))})";
}
