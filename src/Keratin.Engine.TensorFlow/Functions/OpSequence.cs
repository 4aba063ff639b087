using Keratin.Engines.TensorFlow.Execution;
using Keratin.Engines.TensorFlow.Interop;
using Keratin.Graphs;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>
/// A function of very few ops, run op by op: TensorFlow hands a function's call over to another thread and waits for it, which takes
/// longer than these ops do.
/// </summary>
internal sealed unsafe class OpSequence
{
    private const int MostOps = 4;

    private readonly EagerContext context;
    private readonly FunctionGraph graph;
    private readonly Node[] nodes;
    private readonly int[] firstSlot;
    private readonly int slots;
    private readonly (int Slot, TensorHandle Value)[] constants;

    private OpSequence(EagerContext context, FunctionGraph graph, Node[] nodes)
    {
        (this.context, this.graph, this.nodes) = (context, graph, nodes);
        firstSlot = new int[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            firstSlot[node.Position] = slots;
            slots += node.Outputs.Length;
        }
        constants = [.. graph.Nodes.Where(static node => node.Op.Name == "Const")
            .Select(node => (firstSlot[node.Position], new TensorHandle(Inputs.Make(HostTensors.From(node.Attrs["value"].Tensor)))))];
    }

    /// <summary>Null if the function is longer, or its ops can't run by themselves as they would in the function.</summary>
    public static OpSequence? Of(EagerContext context, FunctionGraph graph)
    {
        var nodes = graph.Nodes.Where(static node => node.Op.Name is not ("Placeholder" or "Const")).ToArray();
        if (nodes.Length is 0 or > MostOps || nodes.Any(static node => node.Device is not null || node.Op.IsStateful && node.Op.Name != "ReadVariableOp" || FunctionExecutable.CallsFunctions(node) || CpuLowering.Concerns(node.Op, node.Attrs))) return null;
        if (graph.Nodes.Any(static node => node.Op.Name == "Const" && node.Attrs["value"].Tensor.DType.IsObject() || node.Outputs.Any(static output => output.DType == DType.Variant))) return null;
        // Each result has to be a value of its own.
        if (graph.Outputs.Any(static output => output.Node.Op.Name is "Placeholder" or "Const") || graph.Outputs.Distinct().Count() != graph.Outputs.Count) return null;
        return new OpSequence(context, graph, nodes);
    }

    /// <summary>Runs with handles for all inputs of the function; its results' handles belong to the caller.</summary>
    public void Run(ReadOnlySpan<nint> inputs, Span<nint> outputs)
    {
        Span<nint> values = stackalloc nint[slots];
        values.Clear();
        for (int i = 0; i < inputs.Length; i++) values[firstSlot[graph.Inputs[i].Node.Position]] = inputs[i];
        foreach (var (slot, value) in constants) values[slot] = value.Pointer;
        try
        {
            foreach (var node in nodes) Run(node, values);
            for (int i = 0; i < outputs.Length; i++)
            {
                ref nint value = ref values[firstSlot[graph.Outputs[i].Node.Position] + graph.Outputs[i].Index];
                (outputs[i], value) = (value, 0);
            }
        }
        finally
        {
            foreach (var node in nodes)
                for (int i = 0; i < node.Outputs.Length; i++)
                    if (values[firstSlot[node.Position] + i] is not 0 and var rest) Native.TFE_DeleteTensorHandle(rest);
        }
    }

    private void Run(Node node, Span<nint> values)
    {
        Span<nint> handles = stackalloc nint[node.Inputs.Length];
        for (int i = 0; i < handles.Length; i++)
        {
            var input = (SymbolicTensor)node.Inputs[i];
            handles[i] = values[firstSlot[input.Node.Position] + input.Index];
        }
        nint call = EagerCall.Begin(context, node.Op, node.Inputs, node.Attrs, handles);
        int count = node.Outputs.Length;
        fixed (nint* results = values[firstSlot[node.Position]..]) Native.TFE_Execute(call, results, &count, Status.Own);
        Status.Check(node.Op.Name);
    }
}
