using Keratin.Engines.Managed.Kernels.Functions;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Mathematical functions of two tensors, which broadcast.</summary>
internal static class BinaryKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "AddV2" or "Add" => Of(static t => CodeFor.Floats2<Add>(t) ?? CodeFor.Integers2<Add>(t) ?? CodeFor.Complexes2<Add>(t)) with { Objects = StringKernels.Add },
        "Sub" => Of(static t => CodeFor.Floats2<Subtract>(t) ?? CodeFor.Integers2<Subtract>(t) ?? CodeFor.Complexes2<Subtract>(t)),
        "Mul" => Of(static t => CodeFor.Floats2<Multiply>(t) ?? CodeFor.Integers2<Multiply>(t) ?? CodeFor.Complexes2<Multiply>(t)),
        "Div" or "RealDiv" => Checked(static t => CodeFor.Floats2<Divide>(t) ?? CodeFor.Integers2<Divide>(t) ?? CodeFor.Complexes2<Divide>(t)),
        "TruncateDiv" => Checked(static t => CodeFor.Integers2<Divide>(t)),
        "FloorDiv" => Checked(static t => CodeFor.Floats2<FloorDivide>(t) ?? CodeFor.Integers2<FloorDivide>(t)),
        "FloorMod" => Checked(static t => CodeFor.Doubles2<FloorModulo>(t) ?? CodeFor.Integers2<FloorModulo>(t)),
        "Mod" or "TruncateMod" => Checked(static t => CodeFor.Doubles2<TruncateModulo>(t) ?? CodeFor.Integers2<TruncateModulo>(t)),
        "Pow" => Checked(static t => CodeFor.Widen(t, 2, static (t, _) => t == DType.Float32 ? new PowerCode() : CodeFor.Doubles2<Power>(t, 40)!, 0) ?? CodeFor.Integers2<Power>(t) ?? CodeFor.Complexes2<Power>(t, 80), exponent: true),
        "Maximum" => Of(static t => CodeFor.Floats2<Maximum>(t) ?? CodeFor.Integers2<Maximum>(t)),
        "Minimum" => Of(static t => CodeFor.Floats2<Minimum>(t) ?? CodeFor.Integers2<Minimum>(t)),
        "SquaredDifference" => Of(static t => CodeFor.Floats2<SquaredDifference>(t) ?? CodeFor.Integers2<SquaredDifference>(t) ?? CodeFor.Complexes2<SquaredDifference>(t)),
        "DivNoNan" => Of(static t => CodeFor.Floats2<DivideNoNan>(t) ?? CodeFor.Complexes2<DivideNoNan>(t)),
        "MulNoNan" => Of(static t => CodeFor.Floats2<MultiplyNoNan>(t) ?? CodeFor.Complexes2<MultiplyNoNan>(t)),
        "Xlogy" => Of(static t => CodeFor.Floats2<Xlogy>(t, 10) ?? CodeFor.Complexes2<Xlogy>(t, 40)),
        "Xlog1py" => Of(static t => CodeFor.Floats2<Xlog1py>(t, 10) ?? CodeFor.Complexes2<Xlog1py>(t, 40)),
        "Xdivy" => Of(static t => CodeFor.Floats2<Xdivy>(t) ?? CodeFor.Complexes2<Xdivy>(t)),
        "Atan2" => Of(static t => CodeFor.Doubles2<ArcTangent2>(t)),
        "BitwiseAnd" => Of(static t => CodeFor.Integers2<BitwiseAnd>(t)),
        "BitwiseOr" => Of(static t => CodeFor.Integers2<BitwiseOr>(t)),
        "BitwiseXor" => Of(static t => CodeFor.Integers2<BitwiseXor>(t)),
        "LeftShift" => Of(static t => CodeFor.Integers2<ShiftLeft>(t)),
        "RightShift" => Of(static t => CodeFor.Integers2<ShiftRight>(t)),
        _ => null,
    };

    /// <summary>A kernel whose code depends on the dtype that both inputs must have.</summary>
    internal static ElementwiseKernel Of(Func<DType, ElementwiseCode?> code) => new(binding => Code(binding, code));

    private static ElementwiseKernel Checked(Func<DType, ElementwiseCode?> code, bool exponent = false) =>
        new(binding => SecondOperandCheck.Of(binding, Code(binding, code), exponent)!);

    private static ElementwiseCode Code(KernelBinding binding, Func<DType, ElementwiseCode?> code)
    {
        DType x = binding.Inputs[0].DType, y = binding.Inputs[1].DType;
        if (x != y) throw binding.Error($"both inputs must have the same dtype; they are {x.Name()} and {y.Name()}.");
        return code(x) ?? throw binding.Error($"is not defined for {x.Name()}.");
    }
}
