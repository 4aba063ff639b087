using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Broadcasting to a given shape, and the arithmetic of shapes that broadcasting needs.</summary>
internal static unsafe class BroadcastKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "BroadcastTo" => new NumericKernel(BroadcastTo) { MovesElements = true },
        "BroadcastArgs" => new NumericKernel(BroadcastArgs),
        "BroadcastGradientArgs" => new NumericKernel(GradientArgs),
        _ => null,
    };

    private static KernelBody BroadcastTo(KernelBinding binding) => Moves.Body(new Move(0, 0, Copy(binding.Inputs[0], binding.Outputs[0].Shape)));

    /// <summary>The copy that repeats a tensor so that it fills a shape.</summary>
    internal static StridedCopy Copy(Graphs.TensorSpec input, Shape output)
    {
        long[] own = Moves.Strides(input.Shape), strides = new long[output.Rank];
        for (int i = 1; i <= input.Shape.Rank; i++) strides[^i] = input.Shape[^i] == 1 ? 0 : own[^i];
        return StridedCopy.Create(input.DType.Size(), output.Dims, strides, Moves.Strides(output));
    }

    private static KernelBody BroadcastArgs(KernelBinding binding)
    {
        long[] left = binding.RequiredIntegers(0), right = binding.RequiredIntegers(1), result = new long[Math.Max(left.Length, right.Length)];
        for (int i = 1; i <= result.Length; i++)
        {
            long a = i <= left.Length ? left[^i] : 1, b = i <= right.Length ? right[^i] : 1;
            result[^i] = a == 1 ? b : b == 1 || a == b ? a : throw binding.Error($"sizes {a} and {b} can't be broadcast.");
        }
        bool wide = binding.Outputs[0].DType == DType.Int64;
        return (in KernelArgs args) => Write(args, 0, result, wide);
    }

    private static KernelBody GradientArgs(KernelBinding binding)
    {
        var (left, right) = ReductionShapes.RepeatedAxes(binding.RequiredIntegers(0), binding.RequiredIntegers(1)) ?? throw binding.Error("the shapes can't be broadcast.");
        bool wide = binding.Outputs[0].DType == DType.Int64;
        long[] first = [.. left.ConvertAll(static axis => (long)axis)], second = [.. right.ConvertAll(static axis => (long)axis)];
        return (in KernelArgs args) =>
        {
            Write(args, 0, first, wide);
            Write(args, 1, second, wide);
        };
    }

    private static void Write(in KernelArgs args, int output, long[] values, bool wide)
    {
        for (int i = 0; i < values.Length; i++)
            if (wide) args.Out<long>(output)[i] = values[i]; else args.Out<int>(output)[i] = (int)values[i];
    }
}
