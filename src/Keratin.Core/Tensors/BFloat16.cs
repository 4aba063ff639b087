using System.Globalization;

namespace Keratin;

/// <summary>The upper 16 bits of a 32-bit float (<c>tf.bfloat16</c>): its range, with 8 bits of precision.</summary>
public readonly struct BFloat16(ushort bits) : IEquatable<BFloat16>, IComparable<BFloat16>
{
    /// <summary>The raw bits.</summary>
    public ushort Bits { get; } = bits;

    /// <summary>Rounds to nearest, ties to even, as TensorFlow does; NaN stays NaN.</summary>
    public static explicit operator BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return new((ushort)((bits >> 16) | 0x40));
        return new((ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }

    /// <summary>Exact.</summary>
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <inheritdoc/>
    public bool Equals(BFloat16 other) => (float)this == (float)other;
    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);
    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();
    /// <inheritdoc/>
    public int CompareTo(BFloat16 other) => ((float)this).CompareTo(other);
    /// <inheritdoc/>
    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);
    /// <summary>Value equality.</summary>
    public static bool operator ==(BFloat16 left, BFloat16 right) => left.Equals(right);
    /// <summary>Value inequality.</summary>
    public static bool operator !=(BFloat16 left, BFloat16 right) => !left.Equals(right);
    /// <summary>Order of the values.</summary>
    public static bool operator <(BFloat16 left, BFloat16 right) => (float)left < (float)right;
    /// <summary>Order of the values.</summary>
    public static bool operator >(BFloat16 left, BFloat16 right) => (float)left > (float)right;
    /// <summary>Order of the values.</summary>
    public static bool operator <=(BFloat16 left, BFloat16 right) => (float)left <= (float)right;
    /// <summary>Order of the values.</summary>
    public static bool operator >=(BFloat16 left, BFloat16 right) => (float)left >= (float)right;
}

/// <summary>A complex number of two 32-bit floats (<c>tf.complex64</c>); convert to <see cref="System.Numerics.Complex"/> to compute.</summary>
/// <param name="Real">Real part.</param>
/// <param name="Imaginary">Imaginary part.</param>
public readonly record struct Complex64(float Real, float Imaginary)
{
    /// <summary>Exact.</summary>
    public static implicit operator System.Numerics.Complex(Complex64 value) => new(value.Real, value.Imaginary);
    /// <summary>Rounds both parts.</summary>
    public static explicit operator Complex64(System.Numerics.Complex value) => new((float)value.Real, (float)value.Imaginary);
}
