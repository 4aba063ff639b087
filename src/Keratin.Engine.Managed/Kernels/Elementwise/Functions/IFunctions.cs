using System.Numerics;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels.Functions;

// An elementwise op is a type that implements one of these interfaces for each family of dtypes it knows, so that loops inline it:
// IFunction… (float and double, by registers), IDoubleFunction… (by single numbers), IIntegerFunction…, IComplexFunction….

/// <summary>A function of three floats, for each lane of a register.</summary>
internal interface IFunction3
{
    static abstract V Of<V, T>(V x, V y, V z) where V : struct, ISimd<V, T> where T : unmanaged;
}

/// <summary>A function of one number, computed in double precision.</summary>
internal interface IDoubleFunction
{
    static abstract double OfDouble(double x);
}

/// <summary>A function of two numbers, computed in double precision.</summary>
internal interface IDoubleFunction2
{
    static abstract double OfDouble(double x, double y);
}

/// <summary>A function of three numbers, computed in double precision.</summary>
internal interface IDoubleFunction3
{
    static abstract double OfDouble(double x, double y, double z);
}

/// <summary>A function of one integer, which wraps around.</summary>
internal interface IIntegerFunction
{
    static abstract T OfInteger<T>(T x) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>;
}

/// <summary>A function of two integers, which wraps around; some can do a whole register at once.</summary>
internal interface IIntegerFunction2
{
    static abstract T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>;

    static virtual bool HasVectors => false;

    static virtual Vector<T> OfVector<T>(Vector<T> x, Vector<T> y) where T : unmanaged => throw new NotSupportedException();
}

/// <summary>A function of one complex number.</summary>
internal interface IComplexFunction
{
    static abstract Complex OfComplex(Complex x);
}

/// <summary>A function of two complex numbers.</summary>
internal interface IComplexFunction2
{
    static abstract Complex OfComplex(Complex x, Complex y);
}

/// <summary>A truth about two ordered numbers.</summary>
internal interface IComparison
{
    static abstract bool Of<T>(T x, T y) where T : unmanaged, INumber<T>;
}

/// <summary>A truth about one floating-point number.</summary>
internal interface IPredicate
{
    static abstract bool Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>A function between fixed types.</summary>
internal interface IScalar<TIn, TOut>
{
    static abstract TOut Of(TIn x);
}

/// <summary>A function of two arguments between fixed types.</summary>
internal interface IScalar2<TIn, TOut>
{
    static abstract TOut Of(TIn x, TIn y);
}

/// <summary>A function of three arguments between fixed types.</summary>
internal interface IScalar3<T>
{
    static abstract T Of(T x, T y, T z);
}
