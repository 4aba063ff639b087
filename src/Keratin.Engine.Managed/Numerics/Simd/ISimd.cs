using System.Numerics;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// A register of <see cref="Count"/> lanes of float or double. Kernels are written once against it and run at each width:
/// <see cref="Simd512{T}"/>, <see cref="Simd256{T}"/>, <see cref="Simd128{T}"/>.
/// </summary>
/// <remarks>Comparisons give a mask in the same type: all bits of a lane set, or none.</remarks>
internal unsafe interface ISimd<TSelf, T> :
    IAdditionOperators<TSelf, TSelf, TSelf>,
    ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>,
    IUnaryNegationOperators<TSelf, TSelf>,
    IBitwiseOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, ISimd<TSelf, T>
    where T : unmanaged
{
    static abstract int Count { get; }

    /// <summary>The vector registers of the machine at this width: 16 or 32.</summary>
    static abstract int Registers { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Create(T value);

    /// <summary>A constant, rounded to the lane type.</summary>
    static abstract TSelf Constant(double value);

    static abstract TSelf Load(T* source);

    static abstract void Store(TSelf value, T* target);

    /// <summary>Loads the first <paramref name="count"/> lanes (0 … Count), touches no more memory, and leaves the rest zero.</summary>
    static abstract TSelf LoadFirst(T* source, nint count);

    /// <summary>Stores the first <paramref name="count"/> lanes (0 … Count).</summary>
    static abstract void StoreFirst(TSelf value, T* target, nint count);

    /// <summary>A mask of the first <paramref name="count"/> lanes.</summary>
    static abstract TSelf FirstLanes(nint count);

    /// <summary>a · b + c, rounded once where the machine can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The smaller; <paramref name="b"/> where either is NaN, so that a NaN in <paramref name="b"/> survives.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The larger; <paramref name="b"/> where either is NaN, so that a NaN in <paramref name="b"/> survives.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    static abstract TSelf Abs(TSelf x);

    static abstract TSelf Sqrt(TSelf x);

    /// <summary>To the nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf x);

    static abstract TSelf Floor(TSelf x);

    static abstract TSelf LessThan(TSelf a, TSelf b);

    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>Lanes of <paramref name="a"/> where the mask is set, of <paramref name="b"/> elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    static abstract bool Any(TSelf mask);

    /// <summary>x · 2ⁿ for an integral <paramref name="n"/> of magnitude up to 250 (float) or 2000 (double), correct down to the denormals.</summary>
    static abstract TSelf Scale(TSelf x, TSelf n);

    /// <summary>For a positive, normal x = m · 2ⁿ: m in [1, 2), and n.</summary>
    static abstract TSelf Split(TSelf x, out TSelf exponent);

    static abstract T Sum(TSelf x);

    static abstract T Largest(TSelf x);

    static abstract T Smallest(TSelf x);
}
