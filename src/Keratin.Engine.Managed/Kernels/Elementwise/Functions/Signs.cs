using System.Numerics;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels.Functions;

internal readonly struct Negate : IFunction, IIntegerFunction, IComplexFunction
{
    public static V Of<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged => -x;
    public static T OfInteger<T>(T x) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.Zero - x;
    public static Complex OfComplex(Complex x) => -x;
}

internal readonly struct Absolute : IFunction, IIntegerFunction
{
    public static V Of<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged => V.Abs(x);

    // The smallest integer has no opposite and stays what it is.
    public static T OfInteger<T>(T x) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.IsNegative(x) ? T.Zero - x : x;
}

/// <summary>−1, 0 or 1; NaN stays NaN. Of a complex number, the number of length 1 in its direction.</summary>
internal readonly struct SignOf : IFunction, IIntegerFunction, IComplexFunction
{
    public static V Of<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged
    {
        V one = V.Constant(1), unsigned = V.Select(V.LessThan(V.Zero, x), one, x);
        return V.Select(V.LessThan(x, V.Zero), -one, unsigned);
    }

    public static T OfInteger<T>(T x) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.IsZero(x) ? x : T.IsNegative(x) ? -T.One : T.One;

    public static Complex OfComplex(Complex x) => x == Complex.Zero ? x : x / Complex.Abs(x);
}

internal readonly struct SquareOf : IFunction, IIntegerFunction, IComplexFunction
{
    public static V Of<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged => x * x;
    public static T OfInteger<T>(T x) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => x * x;
    public static Complex OfComplex(Complex x) => x * x;
}

internal readonly struct Reciprocal : IFunction, IIntegerFunction, IComplexFunction
{
    public static V Of<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged => V.Constant(1) / x;
    public static T OfInteger<T>(T x) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.IsZero(x) ? T.Zero : T.One / x;
    public static Complex OfComplex(Complex x) => 1 / x;
}

internal readonly struct SquareRoot : IFunction, IComplexFunction
{
    public static V Of<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged => V.Sqrt(x);
    public static Complex OfComplex(Complex x) => Complex.Sqrt(x);
}

internal readonly struct InverseSquareRoot : IFunction, IComplexFunction
{
    public static V Of<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged => V.Constant(1) / V.Sqrt(x);
    public static Complex OfComplex(Complex x) => 1 / Complex.Sqrt(x);
}

internal readonly struct RoundDown : IFunction, IIntegerFunction
{
    public static V Of<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged => V.Floor(x);
    public static T OfInteger<T>(T x) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => x;
}

internal readonly struct RoundUp : IFunction, IIntegerFunction
{
    public static V Of<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged => -V.Floor(-x);
    public static T OfInteger<T>(T x) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => x;
}

/// <summary>To the nearest integer, ties to even.</summary>
internal readonly struct RoundToEven : IFunction, IIntegerFunction, IComplexFunction
{
    public static V Of<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged => V.Round(x);

    // So does TensorFlow's kernel; its Python functions leave integers alone and never call it.
    public static T OfInteger<T>(T x) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.Zero;
    public static Complex OfComplex(Complex x) => new(Math.Round(x.Real), Math.Round(x.Imaginary));
}

internal readonly struct Conjugate : IComplexFunction
{
    public static Complex OfComplex(Complex x) => Complex.Conjugate(x);
}
