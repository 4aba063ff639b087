namespace Keratin.Engines.Managed.Kernels;

/// <summary>The five kinds of 8-bit floats: read by a table of 256 numbers, written by rounding to the nearest of them, ties to even.</summary>
internal sealed unsafe class Float8
{
    private readonly float[] values = new float[256];
    private readonly byte nan;
    private readonly byte overflow;
    private readonly int largest;
    private readonly bool hasNegativeZero;

    public Float8(DType type)
    {
        (int mantissaBits, int bias) = type switch
        {
            DType.Float8E5M2 => (2, 15),
            DType.Float8E4M3FN => (3, 7),
            DType.Float8E4M3FNUZ => (3, 8),
            DType.Float8E4M3B11FNUZ => (3, 11),
            _ => (2, 16),
        };
        hasNegativeZero = type is DType.Float8E5M2 or DType.Float8E4M3FN;
        for (int bits = 0; bits < 128; bits++)
        {
            int exponent = bits >> mantissaBits, mantissa = bits & ((1 << mantissaBits) - 1);
            float scale = MathF.ScaleB(1, Math.Max(exponent, 1) - bias - mantissaBits);
            values[bits] = (exponent > 0 ? mantissa + (1 << mantissaBits) : mantissa) * scale;
            values[bits | 0x80] = -values[bits];
        }
        largest = 127;
        nan = 0x80;
        if (hasNegativeZero)
        {
            nan = type == DType.Float8E5M2 ? (byte)0x7E : (byte)0x7F;
            int firstSpecial = type == DType.Float8E5M2 ? 0x7C : 0x7F;
            for (int bits = firstSpecial; bits < 128; bits++) values[bits] = values[bits | 0x80] = float.NaN;
            if (type == DType.Float8E5M2) (values[0x7C], values[0xFC]) = (float.PositiveInfinity, float.NegativeInfinity);
            largest = firstSpecial - 1;
        }
        else values[0x80] = float.NaN;
        overflow = type == DType.Float8E5M2 ? (byte)0x7C : nan;
    }

    public void ToSingle(void* source, void* target, nint count)
    {
        for (nint i = 0; i < count; i++) ((float*)target)[i] = values[((byte*)source)[i]];
    }

    public void FromSingle(void* source, void* target, nint count)
    {
        for (nint i = 0; i < count; i++) ((byte*)target)[i] = Nearest(((float*)source)[i]);
    }

    private byte Nearest(float x)
    {
        if (float.IsNaN(x)) return (byte)(nan | (hasNegativeZero && float.IsNegative(x) ? 0x80 : 0));
        float size = MathF.Abs(x);
        int low = 0, high = largest;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (values[middle] <= size) low = middle; else high = middle - 1;
        }
        // The step above the largest number is as long as the one below it: beyond its middle begins the overflow.
        float above = low < largest ? values[low + 1] : (2 * values[low]) - values[low - 1];
        float middleOfStep = (values[low] + above) / 2;
        if (size > middleOfStep || (size == middleOfStep && (low & 1) == 1)) low++;
        if (low > largest) return overflow == nan && !hasNegativeZero ? nan : (byte)(overflow | (x < 0 ? 0x80 : 0));
        return low == 0 && !hasNegativeZero ? (byte)0 : (byte)(low | (float.IsNegative(x) ? 0x80 : 0));
    }
}
