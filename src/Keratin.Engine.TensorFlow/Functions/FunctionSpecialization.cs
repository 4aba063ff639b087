using Keratin.Engines.TensorFlow.Execution;
using Keratin.Engines.TensorFlow.Interop;
using Keratin.Graphs;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>A function bound to argument shapes that determine its results' shapes: it runs from memory to memory and allocates nothing here.</summary>
internal sealed unsafe class FunctionSpecialization : ISpecialization
{
    private const int MostOnStack = 256;

    private readonly FunctionExecutable executable;
    private readonly TensorSpec[] arguments;
    private readonly TensorSpec[] outputs;

    private FunctionSpecialization(FunctionExecutable executable, TensorSpec[] arguments, TensorSpec[] outputs) =>
        (this.executable, this.arguments, this.outputs) = (executable, arguments, outputs);

    public IReadOnlyList<TensorSpec> Outputs => outputs;

    /// <summary>Null if results' shapes don't follow from the arguments' shapes, or elements are no numbers.</summary>
    public static FunctionSpecialization? Make(FunctionExecutable executable, ReadOnlySpan<Shape> shapes)
    {
        var graph = executable.Graph;
        var arguments = new TensorSpec[shapes.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (!graph.Inputs[i].Shape.IsCompatibleWith(shapes[i]))
                throw new ArgumentException($"Argument {i} of function '{graph.Name}' must have the shape {graph.Inputs[i].Shape}; {shapes[i]} was given.");
            if (graph.Inputs[i].DType.IsObject()) return null;
            arguments[i] = new(graph.Inputs[i].DType, shapes[i]);
        }
        var outputs = OutputSpecs(graph, arguments);
        foreach (var output in outputs)
            if (output.DType.IsObject() || !output.Shape.IsFullyDefined) return null;
        return new(executable, arguments, outputs);
    }

    public bool Fits(ReadOnlySpan<Shape> shapes)
    {
        for (int i = 0; i < arguments.Length; i++)
            if (arguments[i].Shape != shapes[i]) return false;
        return shapes.Length == arguments.Length;
    }

    public void Run(ReadOnlySpan<nint> given, ReadOnlySpan<nint> results)
    {
        int total = executable.Graph.Inputs.Count;
        Span<nint> handles = total <= MostOnStack ? stackalloc nint[MostOnStack] : new nint[total];
        Span<bool> temporary = total <= MostOnStack ? stackalloc bool[MostOnStack] : new bool[total];
        Span<nint> returned = outputs.Length <= MostOnStack ? stackalloc nint[outputs.Length] : new nint[outputs.Length];
        var inputs = new Inputs(executable.Context, handles, temporary);
        try
        {
            // Copied: the function may keep an argument in a variable, and the caller's memory is lent for this call only.
            for (int i = 0; i < arguments.Length; i++)
                inputs.Add(Inputs.Make(HostTensors.Copy(arguments[i].DType, arguments[i].Shape, (void*)given[i], ByteLength(arguments[i]))), isTemporary: true);
            executable.AddCaptures(ref inputs);
            executable.Call(inputs.Handles, returned);
        }
        finally { inputs.Dispose(); }
        CopyOut(returned, results);
    }

    private void CopyOut(ReadOnlySpan<nint> returned, ReadOnlySpan<nint> results)
    {
        for (int i = 0; i < returned.Length; i++)
        {
            nint host = Native.TFE_TensorHandleResolve(returned[i], Status.Own);
            Native.TFE_DeleteTensorHandle(returned[i]);
            Status.Check(executable.Graph.Name);
            nuint length = ByteLength(outputs[i]);
            if (Native.TF_TensorByteSize(host) != length)
                throw new OpException(executable.Graph.Name, $"result {i} has {Native.TF_TensorByteSize(host)} bytes; {outputs[i].DType.Name()} {outputs[i].Shape} was expected.");
            Buffer.MemoryCopy(Native.TF_TensorData(host), (void*)results[i], length, length);
            Native.TF_DeleteTensor(host);
        }
    }

    private static nuint ByteLength(TensorSpec spec) => checked((nuint)spec.Shape.ElementCount * (nuint)spec.DType.Size());

    // The graph recorded once more with shapes that are known: its shape functions see what they could not before.
    private static TensorSpec[] OutputSpecs(FunctionGraph graph, TensorSpec[] arguments)
    {
        var copy = new GraphCopy(graph, arguments);
        var specs = new TensorSpec[graph.Outputs.Count];
        for (int i = 0; i < specs.Length; i++) specs[i] = new(graph.Outputs[i].DType, copy[graph.Outputs[i]].Shape);
        return specs;
    }
}
