using Keratin.Engines.Managed.Threading;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// Sums of products over labelled axes: each operand is brought into the order that a batch of matrix products takes, unless it lies so
/// already; labels that only one operand has and the result has not are summed before.
/// </summary>
internal static unsafe class EinsumKernels
{
    public static Kernel? Find(string op) => op == "Einsum" ? new NumericKernel(Bind) : null;

    private static KernelBody Bind(KernelBinding binding)
    {
        var equation = EinsumEquation.Parse(binding.Attrs.Text("equation")) ?? throw binding.Error("has no valid equation.");
        var labels = new int[binding.Inputs.Length][];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = equation.OperandLabels(i, binding.Inputs[i].Shape.Rank) ?? throw binding.Error($"the equation does not fit operand {i}.");
        var operands = new EinsumOperand[labels.Length];
        for (int i = 0; i < operands.Length; i++) operands[i] = new(labels[i], binding.Inputs[i].Shape);
        var result = new EinsumOperand(equation.OutputLabels(labels), binding.Outputs[0].Shape);
        return operands is [var single] ? One(binding, single, result) : Two(binding, operands[0], operands[1], result);
    }

    private static KernelBody One(KernelBinding binding, EinsumOperand x, EinsumOperand result)
    {
        DType wide = WideningCode.Computed(binding.Outputs[0].DType);
        int[] kept = result.Labels(static _ => true);
        var unpack = new EinsumUnpacking(binding, wide, result, kept);
        var pack = new EinsumPacking(binding, wide, x, kept, x.Labels(label => !result.Has(label)), kept);
        var stage = new Staging(binding, wide);
        nuint bytes = (nuint)result.Count(kept) * (nuint)wide.Size();
        return (in KernelArgs args) =>
        {
            byte* output = (byte*)stage.Output(args), z = unpack.Source(args, output), packed = pack.Run(args, stage.Input(args, 0));
            Buffer.MemoryCopy(packed, z, bytes, bytes);
            unpack.Run(z, output);
            stage.Finish(args);
        };
    }

    private static KernelBody Two(KernelBinding binding, EinsumOperand x, EinsumOperand y, EinsumOperand result)
    {
        DType wide = WideningCode.Computed(binding.Outputs[0].DType);
        var multiply = MatrixProducts.Find(wide) ?? throw binding.Error($"is not defined for {wide.Name()}.");
        int[] batch = result.Labels(label => x.Has(label) && y.Has(label)), contracted = x.Labels(label => y.Has(label) && !result.Has(label));
        int[] freeX = result.Labels(label => x.Has(label) && !y.Has(label)), freeY = result.Labels(label => y.Has(label) && !x.Has(label));
        int[] onlyX = x.Labels(label => !y.Has(label) && !result.Has(label)), onlyY = y.Labels(label => !x.Has(label) && !result.Has(label));

        var packX = new EinsumPacking(binding, wide, x, [.. batch, .. freeX, .. contracted], onlyX, [.. batch, .. contracted, .. freeX]);
        var packY = new EinsumPacking(binding, wide, y, [.. batch, .. contracted, .. freeY], onlyY, [.. batch, .. freeY, .. contracted]);
        var unpack = new EinsumUnpacking(binding, wide, result, [.. batch, .. freeX, .. freeY]);
        var stage = new Staging(binding, wide);
        int count = x.Count(batch), m = x.Count(freeX), k = x.Count(contracted), n = y.Count(freeY);
        var products = new MatrixBatch(multiply, new(packX.IsAlternative, false), new(packY.IsAlternative, false), count, m, n, k, wide.Size());
        return (in KernelArgs args) =>
        {
            byte* output = (byte*)stage.Output(args), z = unpack.Source(args, output);
            products.Run(packX.Run(args, stage.Input(args, 0)), packY.Run(args, stage.Input(args, 1)), z);
            unpack.Run(z, output);
            stage.Finish(args);
        };
    }
}
