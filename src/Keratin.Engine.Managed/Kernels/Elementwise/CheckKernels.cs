using System.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Assurance that numbers are finite, and equality within a tolerance.</summary>
internal static unsafe class CheckKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "CheckNumerics" or "CheckNumericsV2" => new ElementwiseKernel(static b =>
            CodeFor.Widen(b.Inputs[0].DType, 1, (type, _) => type == DType.Float32 ? new FiniteCode<float>(b) : new FiniteCode<double>(b), 1)
            ?? throw b.Error($"is not defined for {b.Inputs[0].DType.Name()}.")),
        "ApproximateEqual" => new ElementwiseKernel(ApproximateEqual),
        _ => null,
    };

    private sealed class FiniteCode<T>(KernelBinding binding) : ElementwiseCode where T : unmanaged, IFloatingPointIeee754<T>
    {
        public override void Run(void** inputs, uint scalars, void* output, nint count)
        {
            T* x = (T*)inputs[0], y = (T*)output;
            bool finite = true;
            for (nint i = 0; i < count; i++) finite &= T.IsFinite(y[i] = x[i]);
            if (finite) return;
            bool infinite = false, notANumber = false;
            for (nint i = 0; i < count; i++)
            {
                infinite |= T.IsInfinity(x[i]);
                notANumber |= T.IsNaN(x[i]);
            }
            throw binding.Error($"{binding.Attrs.Text("message")} : Tensor had {(infinite ? notANumber ? "Inf and NaN" : "Inf" : "NaN")} values");
        }
    }

    private static ElementwiseCode ApproximateEqual(KernelBinding binding)
    {
        double tolerance = binding.Attrs.Float("tolerance");
        DType type = binding.Inputs[0].DType;
        if (type != binding.Inputs[1].DType) throw binding.Error("both inputs must have the same dtype.");
        return type switch
        {
            DType.Float32 => new NearCode<float>(tolerance),
            DType.Float64 => new NearCode<double>(tolerance),
            DType.Int32 => new NearCode<int>(tolerance),
            DType.Int64 => new NearCode<long>(tolerance),
            DType.Int16 => new NearCode<short>(tolerance),
            DType.Int8 => new NearCode<sbyte>(tolerance),
            DType.UInt8 => new NearCode<byte>(tolerance),
            DType.UInt16 => new NearCode<ushort>(tolerance),
            DType.UInt32 => new NearCode<uint>(tolerance),
            DType.UInt64 => new NearCode<ulong>(tolerance),
            DType.Half or DType.BFloat16 => new WideningCode(type, [type, type], DType.Bool, new NearCode<float>(tolerance)),
            _ => throw binding.Error($"is not defined for {type.Name()}."),
        };
    }

    private sealed class NearCode<T>(double tolerance) : ElementwiseCode where T : unmanaged, INumber<T>
    {
        public override void Run(void** inputs, uint scalars, void* output, nint count)
        {
            T* x = (T*)inputs[0], y = (T*)inputs[1];
            nint xStep = (scalars & 1) != 0 ? 0 : 1, yStep = (scalars & 2) != 0 ? 0 : 1;
            for (nint i = 0; i < count; i++, x += xStep, y += yStep) ((bool*)output)[i] = double.CreateTruncating(*x > *y ? *x - *y : *y - *x) < tolerance;
        }
    }
}
