using Keratin.Engines.Managed.Kernels.Functions;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Mathematical functions of one tensor.</summary>
internal static class UnaryKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Neg" => Of(static t => CodeFor.Floats<Negate>(t) ?? CodeFor.Integers<Negate>(t) ?? CodeFor.Complexes<Negate>(t)),
        "Abs" => Of(static t => CodeFor.Floats<Absolute>(t) ?? CodeFor.Integers<Absolute>(t)),
        "Sign" => Of(static t => CodeFor.Floats<SignOf>(t) ?? CodeFor.Integers<SignOf>(t) ?? CodeFor.Complexes<SignOf>(t)),
        "Square" => Of(static t => CodeFor.Floats<SquareOf>(t) ?? CodeFor.Integers<SquareOf>(t) ?? CodeFor.Complexes<SquareOf>(t)),
        "Reciprocal" or "Inv" => Of(static t => CodeFor.Floats<Reciprocal>(t) ?? CodeFor.Integers<Reciprocal>(t) ?? CodeFor.Complexes<Reciprocal>(t)),
        "Sqrt" => Of(static t => CodeFor.Floats<SquareRoot>(t, 4) ?? CodeFor.Complexes<SquareRoot>(t, 20)),
        "Rsqrt" => Of(static t => CodeFor.Floats<InverseSquareRoot>(t, 4) ?? CodeFor.Complexes<InverseSquareRoot>(t, 20)),
        "Floor" => Of(static t => CodeFor.Floats<RoundDown>(t) ?? CodeFor.Integers<RoundDown>(t)),
        "Ceil" => Of(static t => CodeFor.Floats<RoundUp>(t) ?? CodeFor.Integers<RoundUp>(t)),
        "Round" or "Rint" => Of(static t => CodeFor.Floats<RoundToEven>(t) ?? CodeFor.Integers<RoundToEven>(t) ?? CodeFor.Complexes<RoundToEven>(t)),
        "Exp" => Of(static t => CodeFor.Floats<Exp>(t, 8) ?? CodeFor.Complexes<ComplexExp>(t, 40)),
        "Expm1" => Of(static t => CodeFor.Floats<Expm1>(t, 8) ?? CodeFor.Complexes<ComplexExpm1>(t, 40)),
        "Log" => Of(static t => CodeFor.Floats<Log>(t, 8) ?? CodeFor.Complexes<ComplexLog>(t, 40)),
        "Log1p" => Of(static t => CodeFor.Floats<Log1p>(t, 8) ?? CodeFor.Complexes<ComplexLog1p>(t, 40)),
        "Tanh" => Of(static t => CodeFor.Floats<Tanh>(t, 10) ?? CodeFor.Complexes<ComplexTanh>(t, 40)),
        "Sigmoid" => Of(static t => CodeFor.Floats<Sigmoid>(t, 10) ?? CodeFor.Complexes<ComplexSigmoid>(t, 40)),
        "Erf" => Of(static t => CodeFor.Floats<ErrorFunction>(t, 12)),
        "Sin" => Of(static t => CodeFor.Floats<Sin>(t, 15) ?? CodeFor.Complexes<Sine>(t, 40)),
        "Cos" => Of(static t => CodeFor.Floats<Cos>(t, 15) ?? CodeFor.Complexes<Cosine>(t, 40)),
        "Tan" => Of(static t => CodeFor.Doubles<Tangent>(t) ?? CodeFor.Complexes<Tangent>(t, 40)),
        "Sinh" => Of(static t => CodeFor.Doubles<HyperbolicSine>(t) ?? CodeFor.Complexes<HyperbolicSine>(t, 40)),
        "Cosh" => Of(static t => CodeFor.Doubles<HyperbolicCosine>(t) ?? CodeFor.Complexes<HyperbolicCosine>(t, 40)),
        "Asin" => Of(static t => CodeFor.Doubles<ArcSine>(t) ?? CodeFor.Complexes<ArcSine>(t, 40)),
        "Acos" => Of(static t => CodeFor.Doubles<ArcCosine>(t) ?? CodeFor.Complexes<ArcCosine>(t, 40)),
        "Atan" => Of(static t => CodeFor.Doubles<ArcTangent>(t) ?? CodeFor.Complexes<ArcTangent>(t, 40)),
        "Asinh" => Of(static t => CodeFor.Doubles<AreaHyperbolicSine>(t) ?? CodeFor.Complexes<AreaHyperbolicSine>(t, 40)),
        "Acosh" => Of(static t => CodeFor.Doubles<AreaHyperbolicCosine>(t) ?? CodeFor.Complexes<AreaHyperbolicCosine>(t, 40)),
        "Atanh" => Of(static t => CodeFor.Doubles<AreaHyperbolicTangent>(t) ?? CodeFor.Complexes<AreaHyperbolicTangent>(t, 40)),
        "Invert" => Of(static t => CodeFor.Integers<Complement>(t)),
        "Conj" => Of(static t => CodeFor.Complexes<Conjugate>(t, 1)),
        _ => null,
    };

    /// <summary>A kernel whose code depends on the dtype of input 0.</summary>
    internal static ElementwiseKernel Of(Func<DType, ElementwiseCode?> code) =>
        new(binding => code(binding.Inputs[0].DType) ?? throw binding.Error($"is not defined for {binding.Inputs[0].DType.Name()}."));
}
