namespace Keratin;

public abstract partial class Tensor
{
    /// <summary>Elementwise sum, broadcasting (<c>AddV2</c>).</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Binary(left, right, static (x, y) => Ops.AddV2(x, y));
    /// <summary>Elementwise difference, broadcasting.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Binary(left, right, static (x, y) => Ops.Sub(x, y));
    /// <summary>Elementwise product, broadcasting.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Binary(left, right, static (x, y) => Ops.Mul(x, y));
    /// <summary>Elementwise quotient of floating-point or complex tensors, broadcasting (<c>RealDiv</c>).</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Binary(left, right, static (x, y) => Ops.RealDiv(x, y));
    /// <summary>Elementwise remainder with the divisor's sign, as Python's <c>%</c> (<c>FloorMod</c>).</summary>
    public static Tensor operator %(Tensor left, Tensor right) => Binary(left, right, static (x, y) => Ops.FloorMod(x, y));
    /// <summary>Elementwise negation.</summary>
    public static Tensor operator -(Tensor value) => Ops.Neg(value);
    /// <summary>Elementwise comparison.</summary>
    public static Tensor operator <(Tensor left, Tensor right) => Binary(left, right, static (x, y) => Ops.Less(x, y));
    /// <summary>Elementwise comparison.</summary>
    public static Tensor operator >(Tensor left, Tensor right) => Binary(left, right, static (x, y) => Ops.Greater(x, y));
    /// <summary>Elementwise comparison.</summary>
    public static Tensor operator <=(Tensor left, Tensor right) => Binary(left, right, static (x, y) => Ops.LessEqual(x, y));
    /// <summary>Elementwise comparison.</summary>
    public static Tensor operator >=(Tensor left, Tensor right) => Binary(left, right, static (x, y) => Ops.GreaterEqual(x, y));

    // A plain C# number next to a tensor takes the tensor's dtype, as a Python number does; next to another scalar it is the one that changes.
    private static Tensor Binary(Tensor left, Tensor right, Func<Tensor, Tensor, Tensor> op)
    {
        if (left.DType == right.DType) return op(left, right);
        bool leftFirst = left is EagerTensor { IsPlainNumber: true } && right is not EagerTensor { IsPlainNumber: true };
        if (leftFirst) _ = TakeDType(ref left, right) || TakeDType(ref right, left);
        else _ = TakeDType(ref right, left) || TakeDType(ref left, right);
        return op(left, right);
    }

    private static bool TakeDType(ref Tensor value, Tensor other)
    {
        if (value is not EagerTensor { Rank: 0 } scalar || Number(scalar, other.DType) is not { } converted) return false;
        value = converted;
        return true;
    }

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
