using System.Numerics;
using Keratin.Engines.Managed.Kernels.Functions;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Choice between elements, and bounds.</summary>
internal static class SelectKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "SelectV2" => new ElementwiseKernel(Code) { Objects = StringKernels.Select },
        "Select" => new NumericKernel(Select) { MayRunInPlace = true, Objects = StringKernels.Select },
        "ClipByValue" => new ElementwiseKernel(Clip),
        _ => null,
    };

    private static ElementwiseCode Code(KernelBinding binding)
    {
        DType x = binding.Inputs[1].DType, y = binding.Inputs[2].DType;
        if (binding.Inputs[0].DType != DType.Bool || x != y) throw binding.Error($"takes bools and two tensors of the same dtype; it was given {binding.Inputs[0].DType.Name()}, {x.Name()} and {y.Name()}.");
        return x.Size() switch
        {
            1 => new SelectCode<byte>(),
            2 => new SelectCode<ushort>(),
            4 => new SelectCode<uint>(),
            8 => new SelectCode<ulong>(),
            16 => new SelectCode<UInt128>(),
            _ => throw binding.Error($"is not defined for {x.Name()}."),
        };
    }

    // A vector of conditions chooses among whole rows: it broadcasts along the first axis, not the last.
    private static KernelBody Select(KernelBinding binding)
    {
        Shape condition = binding.Inputs[0].Shape, value = binding.Inputs[1].Shape;
        if (condition.Rank == 1 && value.Rank > 1)
        {
            var dims = new long[value.Rank];
            Array.Fill(dims, 1);
            dims[0] = condition[0];
            condition = Shape.Create(dims);
        }
        return ElementwiseLoops.Bind(binding, Code(binding), [condition, value, binding.Inputs[2].Shape]);
    }

    private static ElementwiseCode Clip(KernelBinding binding)
    {
        var type = binding.Inputs[0].DType;
        if (type != binding.Inputs[1].DType || type != binding.Inputs[2].DType) throw binding.Error("the tensor and its bounds must have the same dtype.");
        return CodeFor.Floats3<Clip>(type) ?? type switch
        {
            DType.Int32 => new ScalarCode3<int, ClipOf<int>>(),
            DType.Int64 => new ScalarCode3<long, ClipOf<long>>(),
            DType.Int8 => new ScalarCode3<sbyte, ClipOf<sbyte>>(),
            DType.Int16 => new ScalarCode3<short, ClipOf<short>>(),
            DType.UInt8 => new ScalarCode3<byte, ClipOf<byte>>(),
            DType.UInt16 => new ScalarCode3<ushort, ClipOf<ushort>>(),
            DType.UInt32 => new ScalarCode3<uint, ClipOf<uint>>(),
            DType.UInt64 => new ScalarCode3<ulong, ClipOf<ulong>>(),
            _ => throw binding.Error($"is not defined for {type.Name()}."),
        };
    }

    private readonly struct ClipOf<T> : IScalar3<T> where T : INumber<T>
    {
        public static T Of(T x, T low, T high) => T.Min(high, T.Max(low, x));
    }
}
