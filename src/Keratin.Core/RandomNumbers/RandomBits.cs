namespace Keratin.RandomNumbers;

/// <summary>Random bits as numbers. Uniform ones take as many low bits as the mantissa has, as a number of [1, 2), less 1.</summary>
internal static class RandomBits
{
    public static float ToSingle(uint bits) => BitConverter.UInt32BitsToSingle((bits & 0x7fffff) | 0x3f800000) - 1;

    public static double ToDouble(uint first, uint second) =>
        BitConverter.UInt64BitsToDouble(((ulong)(first & 0xfffff) << 32) | second | (1023UL << 52)) - 1;

    public static Half ToHalf(uint bits) => (Half)((float)BitConverter.UInt16BitsToHalf((ushort)((bits & 0x3ff) | (15 << 10))) - 1);

    public static BFloat16 ToBFloat16(uint bits) => (BFloat16)((float)new BFloat16((ushort)((bits & 0x7f) | (127 << 7))) - 1);

    // Keeps the logarithm finite.
    private const float Smallest = 1e-7f;

    /// <summary>Two independent normal numbers (Box and Muller).</summary>
    public static (float First, float Second) Normal(uint x0, uint x1)
    {
        float u = Math.Max(ToSingle(x0), Smallest);
        var (sin, cos) = MathF.SinCos((float)(2 * Math.PI * ToSingle(x1)));
        float radius = MathF.Sqrt(-2 * MathF.Log(u));
        return (sin * radius, cos * radius);
    }

    /// <summary>Two independent normal numbers (Box and Muller).</summary>
    public static (double First, double Second) Normal(uint x0, uint x1, uint x2, uint x3)
    {
        double u = Math.Max(ToDouble(x0, x1), 1e-7);
        var (sin, cos) = Math.SinCos(2 * Math.PI * ToDouble(x2, x3));
        double radius = Math.Sqrt(-2 * Math.Log(u));
        return (sin * radius, cos * radius);
    }

    /// <summary>A float in any of the types that distributions of floats are drawn in.</summary>
    public static T From<T>(float value) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return (T)(object)value;
        if (typeof(T) == typeof(Half)) return (T)(object)(Half)value;
        if (typeof(T) == typeof(BFloat16)) return (T)(object)(BFloat16)value;
        throw new NotSupportedException($"No random {typeof(T)} is drawn through floats.");
    }
}
