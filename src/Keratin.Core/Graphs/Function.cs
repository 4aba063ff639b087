using Keratin.Engines;
using Keratin.Operations;

namespace Keratin.Graphs;

/// <summary>A traced function, ready to call (<c>tf.function</c>'s concrete function). Calling it under tracing records a call node.</summary>
public sealed class Function(FunctionGraph graph)
{
    private static readonly OpDef Call = OpDef.Get("StatefulPartitionedCall");

    /// <summary>The recorded body.</summary>
    public FunctionGraph Graph { get; } = graph;

    /// <summary>Traces <paramref name="body"/> over arguments of the given specs.</summary>
    public static Function Trace(string name, ReadOnlySpan<TensorSpec> arguments, Func<Tensor[], Tensor[]> body) =>
        new(FunctionGraph.Trace(name, arguments, body));

    /// <summary>Runs the function, or records the call.</summary>
    /// <exception cref="ArgumentException">An argument does not fit the traced spec.</exception>
    public Tensor[] Invoke(params ReadOnlySpan<Tensor> arguments)
    {
        if (arguments.Length != Graph.ArgumentCount)
            throw new ArgumentException($"Function '{Graph.Name}' takes {Graph.ArgumentCount} arguments; {arguments.Length} were given.");
        var inputs = new Tensor[Graph.Inputs.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            var expected = Graph.Inputs[i];
            if (arguments[i].DType != expected.DType || !expected.Shape.IsCompatibleWith(arguments[i].Shape))
                throw new ArgumentException($"Argument {i} of function '{Graph.Name}' must be {expected.DType.Name()} {expected.Shape}; {arguments[i].DType.Name()} {arguments[i].Shape} was given.");
            inputs[i] = arguments[i];
        }
        for (int i = 0; i < Graph.Captures.Count; i++) inputs[arguments.Length + i] = Graph.Captures[i];
        return Ops.Execute(Call, inputs, new Attrs(Call, ("f", Graph), ("Tout", OutputTypes())));
    }

    /// <summary>The body compiled by an engine, with the captured values bound to it.</summary>
    public IExecutable Compile(IEngine? engine = null) =>
        Graph.Cache.Executable(Graph, engine ?? Engine.Current, Graph.Captures.ToArray());

    private DType[] OutputTypes()
    {
        var types = new DType[Graph.Outputs.Count];
        for (int i = 0; i < types.Length; i++) types[i] = Graph.Outputs[i].DType;
        return types;
    }
}
