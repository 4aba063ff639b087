using Keratin.Engines.Managed.Kernels;
using Keratin.Engines;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed;

/// <summary>Runs one op at once: infers the shapes from the values, allocates the outputs, binds the kernel and runs it.</summary>
internal static unsafe class EagerExecution
{
    public static EagerTensor[] Run(Operation operation, EagerTensor[] inputs)
    {
        try { return RunKernel(operation, inputs); }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or ArithmeticException or OutOfMemoryException or KeyNotFoundException
            or NotSupportedException or InvalidCastException or FormatException)
        {
            throw new OpException(operation, e.Message, e);
        }
    }

    private static EagerTensor[] RunKernel(Operation operation, EagerTensor[] inputs)
    {
        var kernel = KernelRegistry.Find(operation.Op.Name)
            ?? throw new OpException(operation, "the managed engine has no kernel for this op; the tensorflow engine may have one.");
        if (kernel is ObjectKernel objects) return objects.Run(operation, inputs);
        if (kernel is NumericKernel { Objects: { } run } && Array.Exists(inputs, static input => input.DType.IsObject())) return run(operation, inputs);

        var outputs = OutputSpecs(operation, inputs);
        return kernel switch
        {
            AliasKernel => Alias(inputs, outputs),
            NumericKernel { MovesElements: true } mover when ObjectMovement.Concerns(inputs) => ObjectMovement.Run(mover, operation, inputs, outputs),
            NumericKernel numeric => Run(numeric, operation, inputs, outputs),
            _ => throw new InvalidOperationException($"Kernel kind {kernel.GetType().Name} is not known."),
        };
    }

    /// <summary>Dtypes and shapes of the outputs for these input values.</summary>
    public static TensorSpec[] OutputSpecs(Operation operation, EagerTensor[] inputs)
    {
        var types = Signature.OutputTypes(operation.Op, inputs, operation.Attrs);
        var shapes = new Shape[inputs.Length];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = inputs[i].Shape;
        var inferred = ShapeInference.Infer(operation, types.Length, shapes, inputs);
        var specs = new TensorSpec[types.Length];
        for (int i = 0; i < specs.Length; i++)
        {
            if (!inferred[i].IsFullyDefined) throw new OpException(operation, $"the shape of output {i} could not be inferred (found {inferred[i]}).");
            specs[i] = new(types[i], inferred[i]);
        }
        return specs;
    }

    private static EagerTensor[] Alias(EagerTensor[] inputs, TensorSpec[] outputs)
    {
        var results = new EagerTensor[outputs.Length];
        for (int i = 0; i < results.Length; i++)
            results[i] = inputs[i].DType == outputs[i].DType
                ? inputs[i].WithShape(outputs[i].Shape)
                : new EagerTensor(outputs[i].DType, outputs[i].Shape, inputs[i].Buffer, inputs[i].ByteOffset);
        return results;
    }

    /// <summary>Runs a kernel on inputs whose elements are numbers, or which are variables' handles.</summary>
    public static EagerTensor[] Run(NumericKernel kernel, Operation operation, EagerTensor[] inputs, TensorSpec[] outputSpecs)
    {
        int inputCount = inputs.Length, total = inputCount + outputSpecs.Length;
        nint* table = stackalloc nint[total];
        int* indices = stackalloc int[total];
        var inputSpecs = new TensorSpec[inputCount];
        var operands = (EagerTensor[])inputs.Clone();
        using var variables = new VariableLocks(inputs, kernel.UpdatesVariables);
        for (int i = 0; i < inputCount; i++)
        {
            if (inputs[i].DType == DType.Resource) operands[i] = variables.Memory(inputs[i]);
            inputSpecs[i] = TensorSpec.Of(operands[i]);
            table[i] = (nint)operands[i].Pointer;
            indices[i] = i;
        }
        var outputs = new EagerTensor[outputSpecs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = EagerTensor.Allocate(outputSpecs[i].DType, outputSpecs[i].Shape);
            table[inputCount + i] = (nint)outputs[i].Pointer;
            indices[inputCount + i] = inputCount + i;
        }
        var binding = new KernelBinding(operation, inputSpecs, outputSpecs, inputs);
        var body = kernel.Bind(binding);
        var scratch = binding.ScratchBytes > 0 ? TensorBuffer.Allocate(binding.ScratchBytes) : null;
        body(new KernelArgs(table, indices, indices + inputCount, scratch is null ? 0 : (nint)scratch.Pointer));
        GC.KeepAlive(operands);
        GC.KeepAlive(outputs);
        GC.KeepAlive(scratch);
        return outputs;
    }
}
