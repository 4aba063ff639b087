using System.Numerics;
using Keratin.Engines.Managed.Kernels.Functions;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Picks the code of a function for a dtype; null where that family of dtypes does not hold it, so that families are chained with <c>??</c>.</summary>
internal static class CodeFor
{
    /// <summary>float32 and float64 by registers; float16 and bfloat16 by way of float32.</summary>
    public static ElementwiseCode? Floats<TFunction>(DType type, int cost = 1) where TFunction : struct, IFunction =>
        Widen(type, 1, static (type, cost) => type == DType.Float32 ? new SimdCode<float, TFunction>(cost) : new SimdCode<double, TFunction>(cost), cost);

    public static ElementwiseCode? Floats2<TFunction>(DType type, int cost = 1) where TFunction : struct, IFunction2 =>
        Widen(type, 2, static (type, cost) => type == DType.Float32 ? new SimdCode2<float, TFunction>(cost) : new SimdCode2<double, TFunction>(cost), cost);

    /// <summary>A function of one input and a constant.</summary>
    public static ElementwiseCode? FloatsWith<TFunction>(DType type, double constant, int cost = 1) where TFunction : struct, IFunction2 =>
        Widen(type, 1, (type, cost) => type == DType.Float32 ? new SimdCode2<float, TFunction>(cost, constant) : new SimdCode2<double, TFunction>(cost, constant), cost);

    public static ElementwiseCode? Floats3<TFunction>(DType type, int cost = 1) where TFunction : struct, IFunction3 =>
        Widen(type, 3, static (type, cost) => type == DType.Float32 ? new SimdCode3<float, TFunction>(cost) : new SimdCode3<double, TFunction>(cost), cost);

    /// <summary>A function of two inputs and a constant.</summary>
    public static ElementwiseCode? Floats2With<TFunction>(DType type, double constant, int cost = 1) where TFunction : struct, IFunction3 =>
        Widen(type, 2, (type, cost) => type == DType.Float32 ? new SimdCode3<float, TFunction>(cost, constant) : new SimdCode3<double, TFunction>(cost, constant), cost);

    /// <summary>float64 and the narrower floats, one number at a time in double precision.</summary>
    public static ElementwiseCode? Doubles<TFunction>(DType type, int cost = 20) where TFunction : struct, IDoubleFunction =>
        Widen(type, 1, static (type, cost) => type == DType.Float32 ? new ScalarCode<float, float, AsSingle<TFunction>>(cost) : new ScalarCode<double, double, AsDouble<TFunction>>(cost), cost);

    public static ElementwiseCode? Doubles2<TFunction>(DType type, int cost = 20) where TFunction : struct, IDoubleFunction2 =>
        Widen(type, 2, static (type, cost) => type == DType.Float32 ? new ScalarCode2<float, float, AsSingle2<TFunction>>(cost) : new ScalarCode2<double, double, AsDouble2<TFunction>>(cost), cost);

    public static ElementwiseCode? Doubles3<TFunction>(DType type, int cost = 50) where TFunction : struct, IDoubleFunction3 =>
        Widen(type, 3, static (type, cost) => type == DType.Float32 ? new ScalarCode3<float, AsSingle3<TFunction>>(cost) : new ScalarCode3<double, AsDouble3<TFunction>>(cost), cost);

    public static ElementwiseCode? Integers<TFunction>(DType type) where TFunction : struct, IIntegerFunction => type switch
    {
        DType.Int32 => new ScalarCode<int, int, AsInteger<int, TFunction>>(),
        DType.Int64 => new ScalarCode<long, long, AsInteger<long, TFunction>>(),
        DType.Int8 => new ScalarCode<sbyte, sbyte, AsInteger<sbyte, TFunction>>(),
        DType.Int16 => new ScalarCode<short, short, AsInteger<short, TFunction>>(),
        DType.UInt8 => new ScalarCode<byte, byte, AsInteger<byte, TFunction>>(),
        DType.UInt16 => new ScalarCode<ushort, ushort, AsInteger<ushort, TFunction>>(),
        DType.UInt32 => new ScalarCode<uint, uint, AsInteger<uint, TFunction>>(),
        DType.UInt64 => new ScalarCode<ulong, ulong, AsInteger<ulong, TFunction>>(),
        _ => null,
    };

    public static ElementwiseCode? Integers2<TFunction>(DType type) where TFunction : struct, IIntegerFunction2 => type switch
    {
        DType.Int32 => Integer2<int, TFunction>(),
        DType.Int64 => Integer2<long, TFunction>(),
        DType.Int8 => Integer2<sbyte, TFunction>(),
        DType.Int16 => Integer2<short, TFunction>(),
        DType.UInt8 => Integer2<byte, TFunction>(),
        DType.UInt16 => Integer2<ushort, TFunction>(),
        DType.UInt32 => Integer2<uint, TFunction>(),
        DType.UInt64 => Integer2<ulong, TFunction>(),
        _ => null,
    };

    /// <summary>complex128; complex64 by way of it.</summary>
    public static ElementwiseCode? Complexes<TFunction>(DType type, int cost = 4) where TFunction : struct, IComplexFunction => type switch
    {
        DType.Complex128 => new ScalarCode<Complex, Complex, AsComplex<TFunction>>(cost),
        DType.Complex64 => new WideningCode(type, [type], type, Complexes<TFunction>(DType.Complex128, cost)!),
        _ => null,
    };

    public static ElementwiseCode? Complexes2<TFunction>(DType type, int cost = 4) where TFunction : struct, IComplexFunction2 => type switch
    {
        DType.Complex128 => new ScalarCode2<Complex, Complex, AsComplex2<TFunction>>(cost),
        DType.Complex64 => new WideningCode(type, [type, type], type, Complexes2<TFunction>(DType.Complex128, cost)!),
        _ => null,
    };

    /// <summary>Ordered numbers to bool.</summary>
    public static ElementwiseCode? Comparisons<TFunction>(DType type) where TFunction : struct, IComparison => type switch
    {
        DType.Float32 => new ScalarCode2<float, bool, AsComparison<float, TFunction>>(),
        DType.Float64 => new ScalarCode2<double, bool, AsComparison<double, TFunction>>(),
        DType.Int32 => new ScalarCode2<int, bool, AsComparison<int, TFunction>>(),
        DType.Int64 => new ScalarCode2<long, bool, AsComparison<long, TFunction>>(),
        DType.Int8 => new ScalarCode2<sbyte, bool, AsComparison<sbyte, TFunction>>(),
        DType.Int16 => new ScalarCode2<short, bool, AsComparison<short, TFunction>>(),
        DType.UInt8 or DType.Bool => new ScalarCode2<byte, bool, AsComparison<byte, TFunction>>(),
        DType.UInt16 => new ScalarCode2<ushort, bool, AsComparison<ushort, TFunction>>(),
        DType.UInt32 => new ScalarCode2<uint, bool, AsComparison<uint, TFunction>>(),
        DType.UInt64 => new ScalarCode2<ulong, bool, AsComparison<ulong, TFunction>>(),
        DType.Half or DType.BFloat16 => new WideningCode(type, [type, type], DType.Bool, Comparisons<TFunction>(DType.Float32)!),
        _ => null,
    };

    /// <summary>Floats to bool.</summary>
    public static ElementwiseCode? Predicates<TFunction>(DType type) where TFunction : struct, IPredicate => type switch
    {
        DType.Float32 => new ScalarCode<float, bool, AsPredicate<float, TFunction>>(),
        DType.Float64 => new ScalarCode<double, bool, AsPredicate<double, TFunction>>(),
        DType.Half or DType.BFloat16 => new WideningCode(type, [type], DType.Bool, Predicates<TFunction>(DType.Float32)!),
        _ => null,
    };

    /// <summary>Code made for float32 or float64, also for the floats that are computed as float32.</summary>
    public static ElementwiseCode? Widen(DType type, int arity, Func<DType, int, ElementwiseCode> code, int cost)
    {
        if (type is DType.Float32 or DType.Float64) return code(type, cost);
        if (type is not (DType.Half or DType.BFloat16)) return null;
        var types = new DType[arity];
        Array.Fill(types, type);
        return new WideningCode(type, types, type, code(DType.Float32, cost));
    }

    private static ElementwiseCode Integer2<T, TFunction>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TFunction : struct, IIntegerFunction2 =>
        TFunction.HasVectors ? new VectorCode2<T, TFunction>() : new ScalarCode2<T, T, AsInteger2<T, TFunction>>();
}
