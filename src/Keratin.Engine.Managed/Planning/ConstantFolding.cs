using Keratin.Engines.Managed.Kernels;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Computes while planning what does not depend on arguments or variables: constants, shapes, and arithmetic on them.</summary>
internal static class ConstantFolding
{
    // What takes more memory than this is made anew by each run, unless its inputs are as large.
    private const long MaxBytes = 1 << 20;

    /// <summary>The node's outputs, if they are known now.</summary>
    public static EagerTensor[]? TryFold(Node node, PlanValue[] inputs)
    {
        switch (node.Op.Name)
        {
            case "Const": return [node.Attrs["value"].Tensor];
            case "Shape" or "ShapeN": return Array.ConvertAll(inputs, input => Vector(input.Shape.Dims, node.Outputs[0].DType));
            case "Size": return [Scalar(inputs[0].Shape.ElementCount, node.Outputs[0].DType)];
            case "Rank": return [Scalar(inputs[0].Shape.Rank, DType.Int32)];
        }
        if (node.Op.IsStateful || node.Op.Inputs.Length == 0 || inputs.Length == 0) return null;
        var values = new EagerTensor[inputs.Length];
        long inputBytes = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (inputs[i].Constant is not { DType: not (DType.Resource or DType.Variant) } value) return null;
            values[i] = value;
            if (inputs[i].IsNumeric) inputBytes += (long)value.ByteLength;
        }
        var kernel = KernelRegistry.Find(node.Op.Name);
        if (kernel is null || (kernel is NumericKernel && OutputBytes(node, values) > Math.Max(MaxBytes, inputBytes))) return null;
        return EagerExecution.Run(node, values);
    }

    /// <summary>Whether a truth is known, and holds everywhere.</summary>
    public static bool IsTrue(EagerTensor? value) => value is { DType: DType.Bool } && value.Bytes.IndexOf((byte)0) < 0;

    private static long OutputBytes(Node node, EagerTensor[] values)
    {
        long bytes = 0;
        foreach (var output in EagerExecution.OutputSpecs(node, values)) bytes += output.Shape.ElementCount * output.DType.Size();
        return bytes;
    }

    private static EagerTensor Vector(ReadOnlySpan<long> elements, DType dtype)
    {
        if (dtype == DType.Int64) return Tensor.From(elements);
        var narrow = new int[elements.Length];
        for (int i = 0; i < narrow.Length; i++) narrow[i] = checked((int)elements[i]);
        return Tensor.From(narrow);
    }

    private static EagerTensor Scalar(long value, DType dtype) => dtype == DType.Int64 ? Tensor.Scalar(value) : Tensor.Scalar(checked((int)value));
}
