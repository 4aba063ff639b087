using System.Numerics;

namespace Keratin.Engines.Managed.Kernels.Functions;

// Bring the functions of a family of dtypes to one dtype of it.

internal readonly struct AsSingle<TFunction> : IScalar<float, float> where TFunction : struct, IDoubleFunction
{
    public static float Of(float x) => (float)TFunction.OfDouble(x);
}

internal readonly struct AsDouble<TFunction> : IScalar<double, double> where TFunction : struct, IDoubleFunction
{
    public static double Of(double x) => TFunction.OfDouble(x);
}

internal readonly struct AsSingle2<TFunction> : IScalar2<float, float> where TFunction : struct, IDoubleFunction2
{
    public static float Of(float x, float y) => (float)TFunction.OfDouble(x, y);
}

internal readonly struct AsDouble2<TFunction> : IScalar2<double, double> where TFunction : struct, IDoubleFunction2
{
    public static double Of(double x, double y) => TFunction.OfDouble(x, y);
}

internal readonly struct AsSingle3<TFunction> : IScalar3<float> where TFunction : struct, IDoubleFunction3
{
    public static float Of(float x, float y, float z) => (float)TFunction.OfDouble(x, y, z);
}

internal readonly struct AsDouble3<TFunction> : IScalar3<double> where TFunction : struct, IDoubleFunction3
{
    public static double Of(double x, double y, double z) => TFunction.OfDouble(x, y, z);
}

internal readonly struct AsInteger<T, TFunction> : IScalar<T, T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TFunction : struct, IIntegerFunction
{
    public static T Of(T x) => TFunction.OfInteger(x);
}

internal readonly struct AsInteger2<T, TFunction> : IScalar2<T, T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TFunction : struct, IIntegerFunction2
{
    public static T Of(T x, T y) => TFunction.OfInteger(x, y);
}

internal readonly struct AsComplex<TFunction> : IScalar<Complex, Complex> where TFunction : struct, IComplexFunction
{
    public static Complex Of(Complex x) => TFunction.OfComplex(x);
}

internal readonly struct AsComplex2<TFunction> : IScalar2<Complex, Complex> where TFunction : struct, IComplexFunction2
{
    public static Complex Of(Complex x, Complex y) => TFunction.OfComplex(x, y);
}

internal readonly struct AsComparison<T, TFunction> : IScalar2<T, bool> where T : unmanaged, INumber<T> where TFunction : struct, IComparison
{
    public static bool Of(T x, T y) => TFunction.Of(x, y);
}

internal readonly struct AsPredicate<T, TFunction> : IScalar<T, bool> where T : unmanaged, IFloatingPointIeee754<T> where TFunction : struct, IPredicate
{
    public static bool Of(T x) => TFunction.Of(x);
}
