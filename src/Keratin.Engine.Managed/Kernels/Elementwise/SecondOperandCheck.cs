using System.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Refuses second operands that integers don't allow (a divisor of 0, an exponent below 0) before it runs the code.</summary>
internal sealed unsafe class SecondOperandCheck<T>(KernelBinding binding, ElementwiseCode inner, bool exponent) : ElementwiseCode where T : unmanaged, IBinaryInteger<T>
{
    public override int Cost => inner.Cost + 4;

    public override void Run(void** inputs, uint scalars, void* output, nint count)
    {
        var y = (T*)inputs[1];
        for (nint i = (scalars & 2) != 0 ? 0 : count - 1; i >= 0; i--)
        {
            if (exponent ? !T.IsNegative(y[i]) : !T.IsZero(y[i])) continue;
            throw binding.Error(exponent ? "integers can't be raised to negative integer powers." : "integer division by zero.");
        }
        inner.Run(inputs, scalars, output, count);
    }
}

internal static class SecondOperandCheck
{
    /// <summary>The code with the check put before it, if the inputs are integers that need it.</summary>
    public static ElementwiseCode? Of(KernelBinding binding, ElementwiseCode? inner, bool exponent = false)
    {
        if (inner is null) return null;
        return binding.Inputs[1].DType switch
        {
            DType.Int32 => new SecondOperandCheck<int>(binding, inner, exponent),
            DType.Int64 => new SecondOperandCheck<long>(binding, inner, exponent),
            DType.Int8 => new SecondOperandCheck<sbyte>(binding, inner, exponent),
            DType.Int16 => new SecondOperandCheck<short>(binding, inner, exponent),
            _ when exponent => inner,
            DType.UInt8 => new SecondOperandCheck<byte>(binding, inner, exponent),
            DType.UInt16 => new SecondOperandCheck<ushort>(binding, inner, exponent),
            DType.UInt32 => new SecondOperandCheck<uint>(binding, inner, exponent),
            DType.UInt64 => new SecondOperandCheck<ulong>(binding, inner, exponent),
            _ => inner,
        };
    }
}
