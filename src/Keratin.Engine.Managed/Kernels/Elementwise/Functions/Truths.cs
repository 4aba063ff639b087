using System.Numerics;

namespace Keratin.Engines.Managed.Kernels.Functions;

internal readonly struct IsEqual : IComparison
{
    public static bool Of<T>(T x, T y) where T : unmanaged, INumber<T> => x == y;
}

internal readonly struct IsNotEqual : IComparison
{
    public static bool Of<T>(T x, T y) where T : unmanaged, INumber<T> => x != y;
}

internal readonly struct IsLess : IComparison
{
    public static bool Of<T>(T x, T y) where T : unmanaged, INumber<T> => x < y;
}

internal readonly struct IsLessOrEqual : IComparison
{
    public static bool Of<T>(T x, T y) where T : unmanaged, INumber<T> => x <= y;
}

internal readonly struct IsGreater : IComparison
{
    public static bool Of<T>(T x, T y) where T : unmanaged, INumber<T> => x > y;
}

internal readonly struct IsGreaterOrEqual : IComparison
{
    public static bool Of<T>(T x, T y) where T : unmanaged, INumber<T> => x >= y;
}

internal readonly struct ComplexIsEqual : IScalar2<Complex, bool>, IScalar2<Complex64, bool>
{
    public static bool Of(Complex x, Complex y) => x == y;
    public static bool Of(Complex64 x, Complex64 y) => x.Real == y.Real && x.Imaginary == y.Imaginary;
}

internal readonly struct ComplexIsNotEqual : IScalar2<Complex, bool>, IScalar2<Complex64, bool>
{
    public static bool Of(Complex x, Complex y) => x != y;
    public static bool Of(Complex64 x, Complex64 y) => !ComplexIsEqual.Of(x, y);
}

internal readonly struct IsNaNumber : IPredicate
{
    public static bool Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.IsNaN(x);
}

internal readonly struct IsInfinite : IPredicate
{
    public static bool Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.IsInfinity(x);
}

internal readonly struct IsFinite : IPredicate
{
    public static bool Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.IsFinite(x);
}

internal readonly struct And : IScalar2<bool, bool>
{
    public static bool Of(bool x, bool y) => x & y;
}

internal readonly struct Or : IScalar2<bool, bool>
{
    public static bool Of(bool x, bool y) => x | y;
}

internal readonly struct Not : IScalar<bool, bool>
{
    public static bool Of(bool x) => !x;
}
