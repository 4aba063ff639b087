using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>What kernels that allocate their own outputs need: other ops, and tensors of integers.</summary>
internal static class Eager
{
    /// <summary>Runs another op; returns its first output.</summary>
    public static EagerTensor Call(string op, EagerTensor[] inputs, params ReadOnlySpan<(string Name, AttrValue Value)> attrs)
    {
        var def = OpDef.Get(op);
        return EagerExecution.Run(new Operation(def, new Attrs(def, attrs), inputs), inputs)[0];
    }

    /// <summary>A vector of int32 or int64.</summary>
    public static EagerTensor Integers(long[] values, DType dtype) => Integers(values, dtype, [values.Length]);

    /// <summary>A tensor of int32 or int64.</summary>
    public static EagerTensor Integers(long[] values, DType dtype, Shape shape) => dtype == DType.Int64
        ? Tensor.From(values, shape)
        : Tensor.From(Array.ConvertAll(values, static value => checked((int)value)), shape);
}
