using Keratin.Engines.TensorFlow.Execution;
using Keratin.Graphs;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>
/// Finds the node at which a function failed. TensorFlow tells it only where threads of its pool run the function, so the function is run
/// there once more, without the nodes that only change something.
/// </summary>
internal static class Diagnosis
{
    /// <summary>The failure with the node's name if it can be found, else as it is.</summary>
    public static OpException Of(OpException failure, EagerContext context, FunctionGraph graph, ReadOnlySpan<nint> inputs)
    {
        if (failure.Node is not null) return failure;
        var copy = new GraphCopy(graph, keeps: static node => !ChangesOnly(node));
        var results = new List<Tensor>();
        foreach (var output in graph.Outputs) results.Add(copy[output]);
        foreach (var node in graph.Nodes)
            if (ChangesOnly(node))
                foreach (var input in node.Inputs)
                    if (input.DType != DType.Resource) results.Add(copy[(SymbolicTensor)input]);
        copy.Graph.Return(results.ToArray());
        // Failing again is what it is for.
        try
        {
            Span<nint> outputs = new nint[results.Count];
            FunctionExecutable.Call(context, context.Functions.Register(copy.Graph), graph.Name, inputs, outputs, inOrder: false);
            foreach (nint output in outputs) Interop.Native.TFE_DeleteTensorHandle(output);
            return failure;
        }
        catch (OpException again) { return again.Node is null ? failure : again; }
    }

    private static bool ChangesOnly(Node node) => node.HasEffect && node.Outputs.Length == 0;
}
