namespace Keratin;

public abstract partial class Tensor
{
    /// <summary>Elementwise sum, broadcasting (<c>AddV2</c>).</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Ops.AddV2(Like(left, right), Like(right, left));
    /// <summary>Elementwise difference, broadcasting.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Ops.Sub(Like(left, right), Like(right, left));
    /// <summary>Elementwise product, broadcasting.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Ops.Mul(Like(left, right), Like(right, left));
    /// <summary>Elementwise quotient of floating-point or complex tensors, broadcasting (<c>RealDiv</c>).</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Ops.RealDiv(Like(left, right), Like(right, left));
    /// <summary>Elementwise remainder with the divisor's sign, as Python's <c>%</c> (<c>FloorMod</c>).</summary>
    public static Tensor operator %(Tensor left, Tensor right) => Ops.FloorMod(Like(left, right), Like(right, left));
    /// <summary>Elementwise negation.</summary>
    public static Tensor operator -(Tensor value) => Ops.Neg(value);
    /// <summary>Elementwise comparison.</summary>
    public static Tensor operator <(Tensor left, Tensor right) => Ops.Less(Like(left, right), Like(right, left));
    /// <summary>Elementwise comparison.</summary>
    public static Tensor operator >(Tensor left, Tensor right) => Ops.Greater(Like(left, right), Like(right, left));
    /// <summary>Elementwise comparison.</summary>
    public static Tensor operator <=(Tensor left, Tensor right) => Ops.LessEqual(Like(left, right), Like(right, left));
    /// <summary>Elementwise comparison.</summary>
    public static Tensor operator >=(Tensor left, Tensor right) => Ops.GreaterEqual(Like(left, right), Like(right, left));

    // A plain C# number next to a tensor takes the tensor's dtype, as a Python number does.
    private static Tensor Like(Tensor value, Tensor other) =>
        value.DType != other.DType && value is EagerTensor { Rank: 0 } scalar && Number(scalar, other.DType) is { } converted ? converted : value;

    private static EagerTensor? Number(EagerTensor scalar, DType dtype)
    {
        double value;
        switch (scalar.DType)
        {
            case DType.Float32 when dtype.IsFloating(): value = scalar.Item<float>(); break;
            case DType.Float64 when dtype.IsFloating(): value = scalar.Item<double>(); break;
            case DType.Int32: value = scalar.Item<int>(); break;
            case DType.Int64: value = scalar.Item<long>(); break;
            default: return null;
        }
        return dtype switch
        {
            DType.Float32 => Scalar((float)value),
            DType.Float64 => Scalar(value),
            DType.Half => Scalar((Half)value),
            DType.BFloat16 => Scalar((BFloat16)(float)value),
            DType.Int32 => Scalar((int)value),
            DType.Int64 => Scalar((long)value),
            DType.Int16 => Scalar((short)value),
            DType.Int8 => Scalar((sbyte)value),
            DType.UInt8 => Scalar((byte)value),
            DType.UInt16 => Scalar((ushort)value),
            DType.UInt32 => Scalar((uint)value),
            DType.UInt64 => Scalar((ulong)value),
            _ => null,
        };
    }
}
