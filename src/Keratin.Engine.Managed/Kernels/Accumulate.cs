using System.Numerics.Tensors;
using System.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>AssignAddVariableOp and AssignSubVariableOp: a variable plus or minus a value of the same shape.</summary>
internal static unsafe class Accumulate
{
    public static NumericKernel Kernel(bool subtract) => new(binding => Bind(binding, subtract)) { UpdatesVariables = true };

    private static KernelBody Bind(KernelBinding binding, bool subtract)
    {
        if (binding.Inputs[0].DType != binding.Inputs[1].DType || binding.Inputs[0].Shape != binding.Inputs[1].Shape)
            throw binding.Error($"the variable holds {binding.Inputs[0].DType.Name()} {binding.Inputs[0].Shape}; {binding.Inputs[1].DType.Name()} {binding.Inputs[1].Shape} can't be added to it.");
        return binding.Inputs[0].DType switch
        {
            DType.Float32 => Of<float>(binding, subtract),
            DType.Float64 => Of<double>(binding, subtract),
            DType.Half => Of<Half>(binding, subtract),
            DType.Int32 or DType.UInt32 => Of<int>(binding, subtract),
            DType.Int64 or DType.UInt64 => Of<long>(binding, subtract),
            DType.Int16 or DType.UInt16 => Of<short>(binding, subtract),
            DType.Int8 or DType.UInt8 => Of<sbyte>(binding, subtract),
            DType.Complex64 => Of<float>(binding, subtract, 2),
            DType.Complex128 => Of<double>(binding, subtract, 2),
            DType.BFloat16 => OfBFloat16(binding, subtract),
            var other => throw binding.Error($"{other.Name()} can't be added up."),
        };
    }

    private static KernelBody Of<T>(KernelBinding binding, bool subtract, int parts = 1) where T : unmanaged, INumberBase<T>
    {
        long count = binding.Inputs[0].Shape.ElementCount * parts;
        return (in KernelArgs args) =>
        {
            T* variable = args.In<T>(0), delta = args.In<T>(1);
            const int Block = 1 << 20;
            for (long i = 0; i < count; i += Block)
            {
                int length = (int)Math.Min(Block, count - i);
                Span<T> sum = new(variable + i, length);
                ReadOnlySpan<T> other = new(delta + i, length);
                if (subtract) TensorPrimitives.Subtract(sum, other, sum); else TensorPrimitives.Add(sum, other, sum);
            }
        };
    }

    private static KernelBody OfBFloat16(KernelBinding binding, bool subtract)
    {
        long count = binding.Inputs[0].Shape.ElementCount;
        return (in KernelArgs args) =>
        {
            BFloat16* variable = args.In<BFloat16>(0), delta = args.In<BFloat16>(1);
            for (long i = 0; i < count; i++) variable[i] = (BFloat16)(subtract ? variable[i] - delta[i] : variable[i] + delta[i]);
        };
    }
}
