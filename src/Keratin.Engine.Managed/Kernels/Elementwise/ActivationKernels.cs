using Keratin.Engines.Managed.Kernels.Functions;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Activations, and the ops that are gradients of activations and of some functions.</summary>
internal static class ActivationKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Relu" => UnaryKernels.Of(static t => CodeFor.Floats<Relu>(t) ?? CodeFor.Integers<IntegerRelu>(t)),
        "Relu6" => UnaryKernels.Of(static t => CodeFor.Floats<Relu6>(t)),
        "Elu" => UnaryKernels.Of(static t => CodeFor.FloatsWith<Elu>(t, 1, 10)),
        "Selu" => UnaryKernels.Of(static t => t switch
        {
            DType.Half => new ScalarCode<Half, Half, HalfSelu>(20),
            DType.BFloat16 => new ScalarCode<BFloat16, BFloat16, BFloat16Selu>(20),
            _ => CodeFor.Floats<Selu>(t, 10),
        }),
        "Softplus" => UnaryKernels.Of(static t => CodeFor.Floats<Softplus>(t, 20)),
        "Softsign" => UnaryKernels.Of(static t => CodeFor.Floats<Softsign>(t, 2)),
        "LeakyRelu" => new ElementwiseKernel(static b => CodeFor.FloatsWith<LeakyRelu>(b.Inputs[0].DType, b.Attrs.Float("alpha")) ?? throw Undefined(b)),
        "LeakyReluGrad" => new ElementwiseKernel(static b => CodeFor.Floats2With<LeakyReluGradient>(b.Inputs[0].DType, b.Attrs.Float("alpha")) ?? throw Undefined(b)),
        "ReluGrad" => BinaryKernels.Of(static t => CodeFor.Floats2<ReluGradient>(t)),
        "Relu6Grad" => BinaryKernels.Of(static t => CodeFor.Floats2<Relu6Gradient>(t)),
        "EluGrad" => BinaryKernels.Of(static t => CodeFor.Floats2<EluGradient>(t)),
        "SeluGrad" => BinaryKernels.Of(static t => CodeFor.Floats2<SeluGradient>(t)),
        "SoftplusGrad" => BinaryKernels.Of(static t => CodeFor.Floats2<SoftplusGradient>(t, 10)),
        "SoftsignGrad" => BinaryKernels.Of(static t => CodeFor.Floats2<SoftsignGradient>(t, 2)),
        "SigmoidGrad" => BinaryKernels.Of(static t => CodeFor.Floats2<SigmoidGradient>(t) ?? CodeFor.Complexes2<SigmoidGradient>(t)),
        "TanhGrad" => BinaryKernels.Of(static t => CodeFor.Floats2<TanhGradient>(t) ?? CodeFor.Complexes2<TanhGradient>(t)),
        "SqrtGrad" => BinaryKernels.Of(static t => CodeFor.Floats2<SqrtGradient>(t) ?? CodeFor.Complexes2<SqrtGradient>(t)),
        "RsqrtGrad" => BinaryKernels.Of(static t => CodeFor.Floats2<RsqrtGradient>(t) ?? CodeFor.Complexes2<RsqrtGradient>(t)),
        "ReciprocalGrad" or "InvGrad" => BinaryKernels.Of(static t => CodeFor.Floats2<ReciprocalGradient>(t) ?? CodeFor.Complexes2<ReciprocalGradient>(t)),
        _ => null,
    };

    private static OpException Undefined(KernelBinding binding) => binding.Error($"is not defined for {binding.Inputs[0].DType.Name()}.");
}
