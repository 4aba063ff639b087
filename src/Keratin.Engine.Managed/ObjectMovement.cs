using Keratin.Engines.Managed.Kernels;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed;

/// <summary>
/// Runs kernels that only move elements on strings and handles: numbers stand in for the objects, the kernel moves the numbers,
/// and the objects follow them. 0 stands for what a kernel fills in by itself: the empty string.
/// </summary>
internal static class ObjectMovement
{
    public static bool Concerns(EagerTensor[] inputs)
    {
        foreach (var input in inputs)
            if (input.DType.IsObject()) return true;
        return false;
    }

    public static EagerTensor[] Run(NumericKernel kernel, Operation operation, EagerTensor[] inputs, TensorSpec[] outputs)
    {
        var objects = new List<object> { Array.Empty<byte>() };
        var numbers = new EagerTensor[inputs.Length];
        for (int i = 0; i < inputs.Length; i++) numbers[i] = inputs[i].DType.IsObject() ? StandIns(inputs[i], objects) : inputs[i];
        var specs = new TensorSpec[outputs.Length];
        for (int i = 0; i < specs.Length; i++) specs[i] = outputs[i].DType.IsObject() ? outputs[i] with { DType = DType.Int32 } : outputs[i];

        var results = EagerExecution.Run(kernel, operation, numbers, specs);
        for (int i = 0; i < results.Length; i++)
            if (outputs[i].DType.IsObject())
                results[i] = new EagerTensor(outputs[i].DType, outputs[i].Shape, Array.ConvertAll(results[i].ToArray<int>(), number => objects[number]));
        return results;
    }

    private static EagerTensor StandIns(EagerTensor input, List<object> objects)
    {
        var numbers = new int[input.Objects.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = objects.Count;
            objects.Add(input.Objects[i]);
        }
        return Tensor.From(numbers, input.Shape);
    }
}
