using System.Numerics;
using Keratin.Engines.Managed.Kernels.Functions;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Comparisons, tests of numbers and logic: what gives bools.</summary>
internal static class TruthKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Equal" => Equality<IsEqual, ComplexIsEqual>(equal: true),
        "NotEqual" => Equality<IsNotEqual, ComplexIsNotEqual>(equal: false),
        "Less" => BinaryKernels.Of(static t => Ordered<IsLess>(t)),
        "LessEqual" => BinaryKernels.Of(static t => Ordered<IsLessOrEqual>(t)),
        "Greater" => BinaryKernels.Of(static t => Ordered<IsGreater>(t)),
        "GreaterEqual" => BinaryKernels.Of(static t => Ordered<IsGreaterOrEqual>(t)),
        "IsNan" => UnaryKernels.Of(static t => CodeFor.Predicates<IsNaNumber>(t)),
        "IsInf" => UnaryKernels.Of(static t => CodeFor.Predicates<IsInfinite>(t)),
        "IsFinite" => UnaryKernels.Of(static t => CodeFor.Predicates<IsFinite>(t)),
        "LogicalAnd" => BinaryKernels.Of(static t => t == DType.Bool ? new ScalarCode2<bool, bool, And>() : null),
        "LogicalOr" => BinaryKernels.Of(static t => t == DType.Bool ? new ScalarCode2<bool, bool, Or>() : null),
        "LogicalNot" => UnaryKernels.Of(static t => t == DType.Bool ? new ScalarCode<bool, bool, Not>() : null),
        _ => null,
    };

    private static ElementwiseCode? Ordered<TFunction>(DType type) where TFunction : struct, IComparison => type == DType.Bool ? null : CodeFor.Comparisons<TFunction>(type);

    // With incompatible_shape_error off, tensors that can't be broadcast are simply not equal.
    private static ElementwiseKernel Equality<TReal, TComplex>(bool equal) where TReal : struct, IComparison where TComplex : struct, IScalar2<Complex, bool>, IScalar2<Complex64, bool> =>
        BinaryKernels.Of(static t => CodeFor.Comparisons<TReal>(t) ?? t switch
        {
            DType.Complex64 => new ScalarCode2<Complex64, bool, TComplex>(),
            DType.Complex128 => new ScalarCode2<Complex, bool, TComplex>(),
            _ => null,
        }) with { Objects = equal ? StringKernels.Equal : StringKernels.NotEqual };
}
