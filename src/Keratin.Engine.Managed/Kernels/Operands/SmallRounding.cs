using System.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Rounds floats to those of a smaller type, so that sums can be computed as a machine of that type does; a type, so that loops inline it.</summary>
internal interface ISmallRounding
{
    static abstract Vector<float> Round(Vector<float> x);
}

/// <summary>To bfloat16: the upper half of the bits, ties to even.</summary>
internal readonly struct BFloat16Rounding : ISmallRounding
{
    public static Vector<float> Round(Vector<float> x) => Rounding.KeepUpper(x, droppedBits: 16);
}

/// <summary>To float16: 10 bits of mantissa; below 2⁻¹⁴ multiples of 2⁻²⁴; from 65520 on infinite.</summary>
internal readonly struct HalfRounding : ISmallRounding
{
    public static Vector<float> Round(Vector<float> x)
    {
        var size = Vector.Abs(x);
        // Adding and taking off 0.75 leaves multiples of 2⁻²⁴.
        var shift = new Vector<float>(0.75f);
        var normal = Vector.ConditionalSelect(Vector.LessThan(size, new Vector<float>(6.103515625e-5f)), (x + shift) - shift, Rounding.KeepUpper(x, droppedBits: 13));
        return Vector.ConditionalSelect(Vector.LessThan(size, new Vector<float>(65520f)), normal, x * new Vector<float>(float.PositiveInfinity));
    }
}

internal static class Rounding
{
    /// <summary>To the nearest float without the lowest bits, ties to even.</summary>
    public static Vector<float> KeepUpper(Vector<float> x, int droppedBits)
    {
        var bits = Vector.AsVectorInt32(x);
        var half = new Vector<int>((1 << (droppedBits - 1)) - 1);
        var odd = Vector.ShiftRightLogical(bits, droppedBits) & Vector<int>.One;
        var rounded = Vector.AsVectorSingle((bits + half + odd) & new Vector<int>(-1 << droppedBits));
        return Vector.ConditionalSelect(Vector.Equals(x, x), rounded, x);
    }
}
