namespace Keratin.Graphs;

/// <summary>Stands for the value that a node of a <see cref="FunctionGraph"/> will compute.</summary>
public sealed class SymbolicTensor : Tensor
{
    internal SymbolicTensor(Node node, int index, DType dtype, Shape shape) : base(dtype, shape)
    {
        Node = node;
        Index = index;
    }

    /// <summary>The node that computes it.</summary>
    public Node Node { get; }

    /// <summary>Which of the node's outputs it is.</summary>
    public int Index { get; }

    /// <summary>The graph it belongs to.</summary>
    public FunctionGraph Graph => Node.Graph;

    /// <summary>Narrows the shape to what is known besides.</summary>
    /// <exception cref="ArgumentException">The shapes contradict each other.</exception>
    public void SetShape(Shape shape)
    {
        if (!Shape.TryMerge(shape, out var merged)) throw new ArgumentException($"{this} can't have the shape {shape}.", nameof(shape));
        Shape = merged;
    }

    /// <inheritdoc/>
    public override string ToString() => $"<symbolic {Node.Name}:{Index} shape={Shape} dtype={DType.Name()}>";
}
