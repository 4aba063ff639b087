using System.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Range and LinSpace: numbers at equal distances.</summary>
internal static unsafe class Ranges
{
    public static KernelBody Range(KernelBinding binding) => binding.Outputs[0].DType switch
    {
        DType.Int32 => Steps<int>(binding),
        DType.Int64 => Steps<long>(binding),
        DType.Float32 => Steps<float>(binding),
        DType.Float64 => Steps<double>(binding),
        DType.Int16 => Steps<short>(binding),
        DType.UInt16 => Steps<ushort>(binding),
        DType.Int8 => Steps<sbyte>(binding),
        DType.UInt8 => Steps<byte>(binding),
        DType.UInt32 => Steps<uint>(binding),
        DType.UInt64 => Steps<ulong>(binding),
        DType.Half => Steps<Half>(binding),
        DType.BFloat16 => StepsOfBFloat16(binding),
        var other => throw binding.Error($"there are no ranges of {other.Name()}."),
    };

    private static KernelBody Steps<T>(KernelBinding binding) where T : unmanaged, INumberBase<T>
    {
        long count = binding.Outputs[0].Shape.ElementCount;
        return (in KernelArgs args) =>
        {
            T value = *args.In<T>(0), delta = *args.In<T>(2);
            T* target = args.Out<T>(0);
            for (long i = 0; i < count; i++) target[i] = value + T.CreateTruncating(i) * delta;
        };
    }

    private static KernelBody StepsOfBFloat16(KernelBinding binding)
    {
        long count = binding.Outputs[0].Shape.ElementCount;
        return (in KernelArgs args) =>
        {
            BFloat16 value = *args.In<BFloat16>(0), delta = *args.In<BFloat16>(2);
            BFloat16* target = args.Out<BFloat16>(0);
            for (long i = 0; i < count; i++) target[i] = (BFloat16)(value + (BFloat16)((BFloat16)i * delta));
        };
    }

    public static KernelBody LinSpace(KernelBinding binding)
    {
        long count = binding.Outputs[0].Shape.ElementCount;
        return binding.Outputs[0].DType switch
        {
            DType.Float32 => Between<float>(count),
            DType.Float64 => Between<double>(count),
            DType.Half => Between<Half>(count),
            DType.BFloat16 => (in KernelArgs args) =>
            {
                BFloat16 start = *args.In<BFloat16>(0), stop = *args.In<BFloat16>(1), step = count > 1 ? (BFloat16)((stop - start) / (count - 1)) : default;
                for (long i = 0; i < count; i++) args.Out<BFloat16>(0)[i] = i > 0 && i == count - 1 ? stop : (BFloat16)(start + step * i);
            },
            var other => throw binding.Error($"there are no ranges of {other.Name()}."),
        };
    }

    private static KernelBody Between<T>(long count) where T : unmanaged, IFloatingPointIeee754<T> => (in KernelArgs args) =>
    {
        T start = *args.In<T>(0), stop = *args.In<T>(1);
        T* target = args.Out<T>(0);
        T step = count > 1 ? (stop - start) / T.CreateTruncating(count - 1) : T.Zero;
        for (long i = 0; i < count; i++) target[i] = T.FusedMultiplyAdd(step, T.CreateTruncating(i), start);
        if (count > 1) target[count - 1] = stop;
    };
}
