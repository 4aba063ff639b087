using Keratin.Engines;
using Keratin.Graphs;

namespace Keratin.Operations;

/// <summary>Sets the shapes of an operation's outputs from what is known of its inputs.</summary>
public delegate void ShapeFunction(InferenceContext context);

/// <summary>Finds the shapes of recorded nodes. An op without a shape function has outputs of unknown shape.</summary>
internal static class ShapeInference
{
    public static void Infer(Node node)
    {
        if (Find(node.Op.Name) is not { } infer) return;
        var context = new InferenceContext(node, node.Outputs.Length);
        infer(context);
        for (int i = 0; i < node.Outputs.Length; i++) ((SymbolicTensor)node.Outputs[i]).SetShape(context.Outputs[i]);
    }

    /// <summary>The outputs' shapes for inputs of which more is known than the node's own: specs, and values where there are any.</summary>
    public static Shape[] Infer(Operation operation, int outputCount, Shape[] inputShapes, EagerTensor?[] inputValues)
    {
        var context = new InferenceContext(operation, outputCount, inputShapes, inputValues);
        if (Find(operation.Op.Name) is { } infer) infer(context);
        return context.Outputs;
    }

    // Each family is a switch over names: nothing is built at start-up.
    private static ShapeFunction? Find(string op) =>
        ArrayShapes.Find(op) ?? JoinShapes.Find(op) ?? SliceShapes.Find(op) ?? GatherShapes.Find(op) ?? SelectionShapes.Find(op) ?? SparseShapes.Find(op) ?? TextShapes.Find(op) ?? VariableShapes.Find(op) ?? ListShapes.Find(op) ?? FunctionalShapes.Find(op)
        ?? ElementwiseShapes.Find(op)
        ?? MatMulShapes.Find(op) ?? NeuralShapes.Find(op) ?? ReductionShapes.Find(op) ?? EinsumShapes.Find(op) ?? DiagonalShapes.Find(op) ?? LinearAlgebraShapes.Find(op) ?? FourierShapes.Find(op) ?? CountingShapes.Find(op);
}

/// <summary>What a shape function sees.</summary>
public sealed class InferenceContext
{
    private readonly Shape[]? shapes;
    private readonly EagerTensor?[]? values;

    internal InferenceContext(Operation operation, int outputCount, Shape[]? shapes = null, EagerTensor?[]? values = null)
    {
        Operation = operation;
        this.shapes = shapes;
        this.values = values;
        Outputs = new Shape[outputCount];
    }

    /// <summary>The operation; its inputs' dtypes and its attributes are right, its inputs' shapes may be less precise than <see cref="Input"/>.</summary>
    public Operation Operation { get; }

    /// <summary>The attributes.</summary>
    public Attrs Attrs => Operation.Attrs;

    /// <summary>How many inputs there are.</summary>
    public int InputCount => Operation.Inputs.Length;

    /// <summary>The shapes found; unknown until set.</summary>
    public Shape[] Outputs { get; }

    /// <summary>The shape of an input, as far as known.</summary>
    public Shape Input(int index) => shapes is null ? Operation.Inputs[index].Shape : shapes[index];

    /// <summary>The value of an input, where it is known before running.</summary>
    public EagerTensor? Constant(int index) => values is not null ? values[index] : ConstantValue.Of(Operation.Inputs[index]);

    /// <summary>The value of an input that holds a shape, with -1 where an element is unknown; <see cref="Shape.Unknown"/> if not even its length is known.</summary>
    public Shape ShapeValue(int index) => values?[index] is { } value ? ConstantValue.AsShape(value) : ConstantValue.AsShape(Operation.Inputs[index]);

    /// <summary>The shape of the variable that an input of dtype resource refers to, as far as known.</summary>
    public Shape VariableShape(int index)
    {
        // While running, the value tells what a variable that takes any shape leaves open.
        if (Constant(index) is { Objects: [VariableResource variable] })
            return values is not null && !variable.Shape.IsFullyDefined && variable.IsInitialized ? variable.Peek().Shape : variable.Shape;
        return Operation.Inputs[index] is SymbolicTensor { Node: { Op.Name: "VarHandleOp" } made } ? made.Attrs.Shape("shape") : Shape.Unknown;
    }

    /// <summary>The error that shape functions throw.</summary>
    public OpException Error(string message) => new(Operation, message);
}
