using Keratin.Engines.TensorFlow.Execution;
using Keratin.Engines.TensorFlow.Interop;
using Keratin.Graphs;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>The function graphs that a context knows by name. A graph is registered when it is first needed and forgotten when it is collected.</summary>
internal sealed class FunctionLibrary(EagerContext context)
{
    private static long count;
    private readonly string key = $"tensorflow:{Interlocked.Increment(ref count)}";

    [ThreadStatic] private static List<RegisteredFunction>? callees;

    /// <summary>The function of a graph.</summary>
    public RegisteredFunction Register(FunctionGraph graph)
    {
        var function = graph.Cache.Derived(key, () => Make(graph));
        callees?.Add(function);
        return function;
    }

    private RegisteredFunction Make(FunctionGraph graph)
    {
        var outer = callees;
        callees = [];
        try
        {
            string name = $"{Plain(graph.Name)}_{Interlocked.Increment(ref count)}";
            return new RegisteredFunction(context, name, new FunctionDefWriter(Prepare(graph), this).Write(name), callees);
        }
        finally { callees = outer; }
    }

    // What was not run on a GPU is left to TensorFlow there.
    private FunctionGraph Prepare(FunctionGraph graph) => context.HasGpu ? graph : UpdateFusion.Apply(SharedReads.Apply(CpuLowering.Lower(graph)));

    private static string Plain(string name) => string.Concat("f_", string.Create(name.Length, name, static (target, name) =>
    {
        for (int i = 0; i < target.Length; i++) target[i] = char.IsAsciiLetterOrDigit(name[i]) ? name[i] : '_';
    }));
}

/// <summary>A function that a context knows; it is forgotten when nobody here needs it any more.</summary>
internal sealed unsafe class RegisteredFunction
{
    private readonly EagerContext context;
    private readonly List<RegisteredFunction> callees;
    private readonly bool isKnown;

    public RegisteredFunction(EagerContext context, string name, ProtoWriter definition, List<RegisteredFunction> callees)
    {
        (this.context, Name, this.callees) = (context, name, callees);
        fixed (byte* bytes = definition.Written)
            Native.TFE_ContextAddFunctionDef(context.Pointer, bytes, (nuint)definition.Written.Length, Status.Own);
        Status.Check(name);
        isKnown = true;
        NameBytes = System.Text.Encoding.UTF8.GetBytes(name + '\0');
    }

    public string Name { get; }

    /// <summary>The name as a C string.</summary>
    public byte[] NameBytes { get; } = [];

    ~RegisteredFunction()
    {
        if (!isKnown) return;
        fixed (byte* name = NameBytes) Native.TFE_ContextRemoveFunction(context.Pointer, name, Status.Own);
        if (!Status.IsOk) Status.TakeMessage();
        GC.KeepAlive(callees);
    }
}
