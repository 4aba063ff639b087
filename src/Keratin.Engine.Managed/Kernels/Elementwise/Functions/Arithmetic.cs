using System.Numerics;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels.Functions;

internal readonly struct Add : IFunction2, IIntegerFunction2, IComplexFunction2
{
    public static bool HasVectors => true;
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => x + y;
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => x + y;
    public static Vector<T> OfVector<T>(Vector<T> x, Vector<T> y) where T : unmanaged => x + y;
    public static Complex OfComplex(Complex x, Complex y) => x + y;
}

internal readonly struct Subtract : IFunction2, IIntegerFunction2, IComplexFunction2
{
    public static bool HasVectors => true;
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => x - y;
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => x - y;
    public static Vector<T> OfVector<T>(Vector<T> x, Vector<T> y) where T : unmanaged => x - y;
    public static Complex OfComplex(Complex x, Complex y) => x - y;
}

internal readonly struct Multiply : IFunction2, IIntegerFunction2, IComplexFunction2
{
    public static bool HasVectors => true;
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => x * y;
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => x * y;
    public static Vector<T> OfVector<T>(Vector<T> x, Vector<T> y) where T : unmanaged => x * y;
    public static Complex OfComplex(Complex x, Complex y) => x * y;
}

/// <summary>The quotient; of integers, cut off towards zero. Integer divisors are not zero: see <see cref="SecondOperandCheck"/>.</summary>
internal readonly struct Divide : IFunction2, IIntegerFunction2, IComplexFunction2
{
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => x / y;

    // The smallest integer divided by −1 wraps around instead of trapping.
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.IsNegative(y) && y == -T.One ? -x : x / y;
    public static Complex OfComplex(Complex x, Complex y) => x / y;
}

/// <summary>The quotient, rounded down.</summary>
internal readonly struct FloorDivide : IFunction2, IIntegerFunction2
{
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => V.Floor(x / y);

    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T quotient = Divide.OfInteger(x, y);
        return T.IsNegative(x) != T.IsNegative(y) && quotient * y != x ? quotient - T.One : quotient;
    }
}

/// <summary>The remainder with the divisor's sign.</summary>
internal readonly struct FloorModulo : IDoubleFunction2, IIntegerFunction2
{
    public static double OfDouble(double x, double y)
    {
        double remainder = x % y;
        return remainder != 0 && (y < 0) != (remainder < 0) ? remainder + y : remainder;
    }

    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T remainder = TruncateModulo.OfInteger(x, y);
        return remainder != T.Zero && T.IsNegative(remainder) != T.IsNegative(y) ? remainder + y : remainder;
    }
}

/// <summary>The remainder with the dividend's sign.</summary>
internal readonly struct TruncateModulo : IDoubleFunction2, IIntegerFunction2
{
    public static double OfDouble(double x, double y) => x % y;
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.IsNegative(y) && y == -T.One ? T.Zero : x % y;
}

/// <summary>The larger; NaN if either is.</summary>
internal readonly struct Maximum : IFunction2, IIntegerFunction2
{
    public static bool HasVectors => true;
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => V.Select(V.Equal(x, x), V.Max(x, y), x);
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.Max(x, y);
    public static Vector<T> OfVector<T>(Vector<T> x, Vector<T> y) where T : unmanaged => Vector.Max(x, y);
}

/// <summary>The smaller; NaN if either is.</summary>
internal readonly struct Minimum : IFunction2, IIntegerFunction2
{
    public static bool HasVectors => true;
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => V.Select(V.Equal(x, x), V.Min(x, y), x);
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.Min(x, y);
    public static Vector<T> OfVector<T>(Vector<T> x, Vector<T> y) where T : unmanaged => Vector.Min(x, y);
}

/// <summary>(x − y)²; of complex numbers, its absolute value.</summary>
internal readonly struct SquaredDifference : IFunction2, IIntegerFunction2, IComplexFunction2
{
    public static bool HasVectors => true;
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => (x - y) * (x - y);
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => (x - y) * (x - y);
    public static Vector<T> OfVector<T>(Vector<T> x, Vector<T> y) where T : unmanaged => (x - y) * (x - y);
    public static Complex OfComplex(Complex x, Complex y) => (x - y) * Complex.Conjugate(x - y);
}

/// <summary>x / y, and 0 where y is 0.</summary>
internal readonly struct DivideNoNan : IFunction2, IComplexFunction2
{
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => V.Select(V.Equal(y, V.Zero), V.Zero, x / y);
    public static Complex OfComplex(Complex x, Complex y) => y == Complex.Zero ? Complex.Zero : x / y;
}

/// <summary>x · y, and 0 where y is 0, whatever x is.</summary>
internal readonly struct MultiplyNoNan : IFunction2, IComplexFunction2
{
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => V.Select(V.Equal(y, V.Zero), V.Zero, x * y);
    public static Complex OfComplex(Complex x, Complex y) => y == Complex.Zero ? Complex.Zero : x * y;
}

/// <summary>xʸ. Integer exponents are not negative: see <see cref="SecondOperandCheck"/>.</summary>
internal readonly struct Power : IDoubleFunction2, IIntegerFunction2, IComplexFunction2
{
    public static double OfDouble(double x, double y) => Math.Pow(x, y);

    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T result = T.One;
        for (; y > T.Zero; y >>= 1, x *= x)
            if (T.IsOddInteger(y)) result *= x;
        return result;
    }

    public static Complex OfComplex(Complex x, Complex y) => Complex.Pow(x, y);
}

/// <summary>x · log y, and 0 where x is 0.</summary>
internal readonly struct Xlogy : IFunction2, IComplexFunction2
{
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => V.Select(V.Equal(x, V.Zero), V.Zero, x * Log.Of<V, T>(y));
    public static Complex OfComplex(Complex x, Complex y) => x == Complex.Zero ? Complex.Zero : x * Complex.Log(y);
}

/// <summary>x · log(1 + y), and 0 where x is 0.</summary>
internal readonly struct Xlog1py : IFunction2, IComplexFunction2
{
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => V.Select(V.Equal(x, V.Zero), V.Zero, x * Log1p.Of<V, T>(y));
    public static Complex OfComplex(Complex x, Complex y) => x == Complex.Zero ? Complex.Zero : x * Complex.Log(1 + y);
}

/// <summary>x / y, and 0 where x is 0.</summary>
internal readonly struct Xdivy : IFunction2, IComplexFunction2
{
    public static V Of<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged => V.Select(V.Equal(x, V.Zero), V.Zero, x / y);
    public static Complex OfComplex(Complex x, Complex y) => x == Complex.Zero ? Complex.Zero : x / y;
}

internal readonly struct ArcTangent2 : IDoubleFunction2
{
    public static double OfDouble(double x, double y) => Math.Atan2(x, y);
}
