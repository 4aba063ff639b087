using Keratin.Engines;
using Keratin.Graphs;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Runs a graph piece by piece, allocating as it goes: for graphs whose shapes depend on values, and whatever no plan can hold.</summary>
internal sealed class InterpretedExecutable : IExecutable
{
    private readonly FunctionGraph graph;
    private readonly IReadOnlyList<EagerTensor> captures;
    private readonly GraphPiece[] pieces;
    private readonly int[] lastUse;

    /// <summary>Runs node by node.</summary>
    public InterpretedExecutable(FunctionGraph graph, IReadOnlyList<EagerTensor> captures) : this(graph, captures, Array.ConvertAll(Pruning.NeededNodes(graph), GraphPiece.Of))
    {
    }

    /// <summary>Runs the pieces that the graph was cut into, in their order.</summary>
    public InterpretedExecutable(FunctionGraph graph, IReadOnlyList<EagerTensor> captures, GraphPiece[] pieces)
    {
        (this.graph, this.captures, this.pieces) = (graph, captures, pieces);
        lastUse = new int[graph.Nodes.Count];
        for (int i = 0; i < pieces.Length; i++)
            foreach (var input in pieces[i].Inputs) lastUse[input.Node.Position] = i;
        foreach (var output in graph.Outputs) lastUse[output.Node.Position] = int.MaxValue;
    }

    public ISpecialization? Specialize(ReadOnlySpan<Shape> argumentShapes) => null;

    public EagerTensor[] Run(ReadOnlySpan<Tensor> arguments)
    {
        var values = new EagerTensor?[]?[graph.Nodes.Count];
        for (int i = 0; i < graph.Inputs.Count; i++)
            values[graph.Inputs[i].Node.Position] = [i < arguments.Length ? arguments[i].Value : captures[i - arguments.Length]];

        for (int i = 0; i < pieces.Length; i++)
        {
            var piece = pieces[i];
            var inputs = new EagerTensor[piece.Inputs.Length];
            for (int j = 0; j < inputs.Length; j++) inputs[j] = values[piece.Inputs[j].Node.Position]![piece.Inputs[j].Index]!;
            var outputs = piece.Run(inputs);
            for (int j = 0; j < outputs.Length; j++)
            {
                var symbol = piece.Outputs[j];
                (values[symbol.Node.Position] ??= new EagerTensor?[symbol.Node.Outputs.Length])[symbol.Index] = outputs[j];
            }
            foreach (var input in piece.Inputs)
                if (lastUse[input.Node.Position] == i) values[input.Node.Position] = null;
        }

        var results = new EagerTensor[graph.Outputs.Count];
        for (int i = 0; i < results.Length; i++) results[i] = values[graph.Outputs[i].Node.Position]![graph.Outputs[i].Index]!;
        return results;
    }
}

/// <summary>A part of a graph that runs at one go: what it needs, what it gives, and how it runs.</summary>
internal sealed record GraphPiece(SymbolicTensor[] Inputs, SymbolicTensor[] Outputs, Func<EagerTensor[], EagerTensor[]> Run)
{
    /// <summary>A single node.</summary>
    public static GraphPiece Of(Node node) => new(
        Array.ConvertAll(node.Inputs, static input => (SymbolicTensor)input),
        Array.ConvertAll(node.Outputs, static output => (SymbolicTensor)output),
        inputs => EagerExecution.Run(node, inputs));
}
