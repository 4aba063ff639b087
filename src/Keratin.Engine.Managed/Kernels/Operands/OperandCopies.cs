using Keratin.Graphs;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Moves an operand between the memory that callers know and that on which a kernel works: into another type, another layout.</summary>
internal unsafe delegate void OperandCopy(void* source, void* target);

/// <summary>Lets a kernel work on copies of some of its operands, which lie in its scratch memory.</summary>
internal sealed unsafe class OperandCopies(KernelBinding outer)
{
    private readonly TensorSpec[] inputs = [.. outer.Inputs];
    private readonly TensorSpec[] outputs = [.. outer.Outputs];
    private readonly OperandCopy?[] loads = new OperandCopy?[outer.Inputs.Length];
    private readonly OperandCopy?[] stores = new OperandCopy?[outer.Inputs.Length + outer.Outputs.Length];

    /// <summary>The kernel sees input <paramref name="index"/> as <paramref name="spec"/>; with <paramref name="store"/>, what it writes there goes back.</summary>
    public void Input(int index, TensorSpec spec, OperandCopy load, OperandCopy? store = null) =>
        (inputs[index], loads[index], stores[index]) = (spec, load, store);

    /// <summary>The kernel sees output <paramref name="index"/> as <paramref name="spec"/>.</summary>
    public void Output(int index, TensorSpec spec, OperandCopy store) =>
        (outputs[index], stores[inputs.Length + index]) = (spec, store);

    /// <summary>Binds the kernel to the copies.</summary>
    public KernelBody Bind(KernelFactory factory)
    {
        var constants = new EagerTensor?[inputs.Length];
        for (int i = 0; i < constants.Length; i++) constants[i] = loads[i] is null ? outer.Constant(i) : null;
        var inner = new KernelBinding(outer.Operation, inputs, outputs, constants);
        var body = factory(inner);
        var places = new nint[inputs.Length + outputs.Length];
        nint size = 0;
        for (int i = 0; i < places.Length; i++)
        {
            bool copied = i < inputs.Length ? loads[i] is not null : stores[i] is not null;
            places[i] = copied ? size : -1;
            if (copied) size += Bytes(i < inputs.Length ? inputs[i] : outputs[i - inputs.Length]);
        }
        outer.ScratchBytes = (nuint)size + inner.ScratchBytes;
        return (in KernelArgs args) => Run(args, body, places, size);
    }

    private static nint Bytes(TensorSpec spec)
    {
        nint bytes = checked((nint)spec.Shape.ElementCount * spec.DType.Size());
        return checked(bytes + TensorBuffer.Alignment - 1) & -TensorBuffer.Alignment;
    }

    private void Run(in KernelArgs args, KernelBody body, nint[] places, nint scratch)
    {
        int count = places.Length, inputCount = inputs.Length;
        nint* given = stackalloc nint[count];
        nint* table = stackalloc nint[count];
        int* indices = stackalloc int[count];
        for (int i = 0; i < count; i++)
        {
            given[i] = (nint)(i < inputCount ? args.In<byte>(i) : args.Out<byte>(i - inputCount));
            table[i] = places[i] < 0 ? given[i] : (nint)args.Scratch + places[i];
            indices[i] = i;
        }
        for (int i = 0; i < inputCount; i++) loads[i]?.Invoke((void*)given[i], (void*)table[i]);
        body(new KernelArgs(table, indices, indices + inputCount, (nint)args.Scratch + scratch));
        for (int i = 0; i < count; i++) stores[i]?.Invoke((void*)table[i], (void*)given[i]);
    }
}
