using System.Numerics;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels.Functions;

// Those of float and double that are not here are in Numerics, by registers.

/// <summary>The error function; in double precision NaN of infinities, as TensorFlow has it.</summary>
internal readonly struct ErrorFunction : IFunction
{
    public static V Of<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged
    {
        V y = Erf.Of<V, T>(x);
        return typeof(T) == typeof(double) ? V.Select(V.LessThan(V.Abs(x), V.Constant(double.PositiveInfinity)), y, V.Constant(double.NaN)) : y;
    }
}

internal readonly struct Sine : IComplexFunction
{
    public static Complex OfComplex(Complex x) => Complex.Sin(x);
}

internal readonly struct Cosine : IComplexFunction
{
    public static Complex OfComplex(Complex x) => Complex.Cos(x);
}

internal readonly struct Tangent : IDoubleFunction, IComplexFunction
{
    public static double OfDouble(double x) => Math.Tan(x);
    public static Complex OfComplex(Complex x) => Complex.Tan(x);
}

internal readonly struct HyperbolicSine : IDoubleFunction, IComplexFunction
{
    public static double OfDouble(double x) => Math.Sinh(x);
    public static Complex OfComplex(Complex x) => Complex.Sinh(x);
}

internal readonly struct HyperbolicCosine : IDoubleFunction, IComplexFunction
{
    public static double OfDouble(double x) => Math.Cosh(x);
    public static Complex OfComplex(Complex x) => Complex.Cosh(x);
}

internal readonly struct ArcSine : IDoubleFunction, IComplexFunction
{
    public static double OfDouble(double x) => Math.Asin(x);
    public static Complex OfComplex(Complex x) => Complex.Asin(x);
}

internal readonly struct ArcCosine : IDoubleFunction, IComplexFunction
{
    public static double OfDouble(double x) => Math.Acos(x);
    public static Complex OfComplex(Complex x) => Complex.Acos(x);
}

internal readonly struct ArcTangent : IDoubleFunction, IComplexFunction
{
    public static double OfDouble(double x) => Math.Atan(x);
    public static Complex OfComplex(Complex x) => Complex.Atan(x);
}

internal readonly struct AreaHyperbolicSine : IDoubleFunction, IComplexFunction
{
    public static double OfDouble(double x) => Math.Asinh(x);
    public static Complex OfComplex(Complex x) => Complex.Log(x + Complex.Sqrt((x * x) + 1));
}

internal readonly struct AreaHyperbolicCosine : IDoubleFunction, IComplexFunction
{
    public static double OfDouble(double x) => Math.Acosh(x);
    public static Complex OfComplex(Complex x) => Complex.Log(x + (Complex.Sqrt(x + 1) * Complex.Sqrt(x - 1)));
}

internal readonly struct AreaHyperbolicTangent : IDoubleFunction, IComplexFunction
{
    public static double OfDouble(double x) => Math.Atanh(x);
    public static Complex OfComplex(Complex x) => 0.5 * (Complex.Log(1 + x) - Complex.Log(1 - x));
}

internal readonly struct ComplexExp : IComplexFunction
{
    public static Complex OfComplex(Complex x) => Complex.Exp(x);
}

internal readonly struct ComplexExpm1 : IComplexFunction
{
    public static Complex OfComplex(Complex x) => Complex.Exp(x) - 1;
}

internal readonly struct ComplexLog : IComplexFunction
{
    public static Complex OfComplex(Complex x) => Complex.Log(x);
}

internal readonly struct ComplexLog1p : IComplexFunction
{
    public static Complex OfComplex(Complex x) => Complex.Log(1 + x);
}

internal readonly struct ComplexTanh : IComplexFunction
{
    public static Complex OfComplex(Complex x) => Complex.Tanh(x);
}

internal readonly struct ComplexSigmoid : IComplexFunction
{
    public static Complex OfComplex(Complex x) => 1 / (1 + Complex.Exp(-x));
}
