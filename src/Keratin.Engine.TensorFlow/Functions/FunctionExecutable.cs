using Keratin.Engines.TensorFlow.Execution;
using Keratin.Engines.TensorFlow.Interop;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>A function graph that TensorFlow knows as a function: a run is one call.</summary>
internal sealed unsafe class FunctionExecutable : IExecutable
{
    private const int MostOnStack = 256;

    private readonly EagerContext context;
    private readonly FunctionGraph graph;
    private readonly EagerTensor[] captures;
    private readonly OpSequence? sequence;
    private readonly RegisteredFunction? function;
    private readonly bool runsInOrder;
    private readonly Lock specializing = new();
    private FunctionSpecialization?[] specializations = [];

    public FunctionExecutable(EagerContext context, FunctionGraph graph, IReadOnlyList<EagerTensor> captures)
    {
        (this.context, this.graph, this.captures) = (context, graph, [.. captures]);
        sequence = OpSequence.Of(context, graph);
        function = sequence is null ? context.Functions.Register(graph) : null;
        runsInOrder = CanRunInOrder(context, graph);
    }

    public FunctionGraph Graph => graph;

    /// <inheritdoc/>
    public EagerTensor[] Run(ReadOnlySpan<Tensor> arguments)
    {
        CheckCount(arguments.Length);
        int total = graph.Inputs.Count;
        Span<nint> handles = total <= MostOnStack ? stackalloc nint[MostOnStack] : new nint[total];
        Span<bool> temporary = total <= MostOnStack ? stackalloc bool[MostOnStack] : new bool[total];
        var inputs = new Inputs(context, handles, temporary);
        try
        {
            for (int i = 0; i < arguments.Length; i++)
            {
                if (arguments[i].DType != graph.Inputs[i].DType)
                    throw new ArgumentException($"Argument {i} of function '{graph.Name}' must be {graph.Inputs[i].DType.Name()}; {arguments[i].DType.Name()} was given.");
                inputs.Add(arguments[i].Value);
            }
            AddCaptures(ref inputs);
            var results = new EagerTensor[graph.Outputs.Count];
            Span<nint> outputs = results.Length <= MostOnStack ? stackalloc nint[results.Length] : new nint[results.Length];
            Call(inputs.Handles, outputs);
            for (int i = 0; i < results.Length; i++) results[i] = Results.Take(outputs[i], context);
            return results;
        }
        finally
        {
            inputs.Dispose();
            foreach (var argument in arguments) GC.KeepAlive(argument);
        }
    }

    /// <inheritdoc/>
    public ISpecialization? Specialize(ReadOnlySpan<Shape> argumentShapes)
    {
        CheckCount(argumentShapes.Length);
        foreach (var known in specializations)
            if (known!.Fits(argumentShapes)) return known;
        lock (specializing)
        {
            foreach (var known in specializations)
                if (known!.Fits(argumentShapes)) return known;
            if (FunctionSpecialization.Make(this, argumentShapes) is not { } made) return null;
            specializations = [.. specializations, made];
            return made;
        }
    }

    /// <summary>Adds the handles of what the function captured.</summary>
    internal void AddCaptures(ref Inputs inputs)
    {
        foreach (var capture in captures) inputs.Add(capture);
    }

    /// <summary>Calls the function with handles for all inputs; its results' handles belong to the caller.</summary>
    internal void Call(ReadOnlySpan<nint> inputs, Span<nint> outputs)
    {
        if (sequence is not null)
        {
            sequence.Run(inputs, outputs);
            return;
        }
        try { Call(context, function!, graph.Name, inputs, outputs, runsInOrder); }
        catch (OpException failure) when (failure.Node is null) { throw Diagnosis.Of(failure, context, graph, inputs); }
        GC.KeepAlive(captures);
    }

    /// <summary>Calls a function.</summary>
    internal static void Call(EagerContext context, RegisteredFunction function, string label, ReadOnlySpan<nint> inputs, Span<nint> outputs, bool inOrder)
    {
        fixed (byte* name = function.NameBytes)
        {
            nint call = NativeOp.Begin(context, name, label);
            // Grappler runs for a function that is called with a config, the default one being empty.
            if (context.UsesGrappler) Set(call, "config_proto\0"u8, ""u8);
            if (inOrder) Set(call, "executor_type\0"u8, "SINGLE_THREADED_EXECUTOR"u8);
            fixed (nint* first = inputs) Native.TFE_OpAddInputList(call, first, inputs.Length, Status.Own);
            int count = outputs.Length;
            fixed (nint* first = outputs) Native.TFE_Execute(call, first, &count, Status.Own);
        }
        Status.Check(label);
        GC.KeepAlive(function);
    }

    internal EagerContext Context => context;

    private static void Set(nint call, ReadOnlySpan<byte> attr, ReadOnlySpan<byte> value)
    {
        fixed (byte* name = attr, bytes = value) Native.TFE_OpSetAttrString(call, name, bytes, (nuint)value.Length);
    }

    /// <summary>
    /// Whether the calling thread runs one op after the other, rather than handing them to a pool of threads: that saves small functions most of their time.
    /// Ops still spread their own work over all cores. Loops and branches, and ops that wait for others, need the pool.
    /// </summary>
    private static bool CanRunInOrder(EagerContext context, FunctionGraph graph)
    {
        if (context.Devices.Count > 1) return false;
        foreach (var node in graph.Nodes)
            if (node.Op.Name.StartsWith("Collective", StringComparison.Ordinal) || CallsFunctions(node)) return false;
        return true;
    }

    /// <summary>Whether a node calls functions: calls, branches, loops.</summary>
    internal static bool CallsFunctions(Node node) => Array.Exists(node.Op.AttrDefs, static attr => attr.Kind is AttrKind.Func or AttrKind.Funcs);

    private void CheckCount(int given)
    {
        if (given != graph.ArgumentCount) throw new ArgumentException($"Function '{graph.Name}' takes {graph.ArgumentCount} arguments; {given} were given.");
    }
}
