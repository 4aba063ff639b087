using Keratin.Engines.Managed.Kernels.Functions;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels.Special;

/// <summary>Special functions, most of them one number at a time in double precision.</summary>
internal static class SpecialKernels
{
    public static Kernel? Find(string op) => op switch
    {
        // Gelu is made of it: float32 and what is computed in it deserve registers.
        "Erfc" => UnaryKernels.Of(static t => t == DType.Float64 ? CodeFor.Doubles<ComplementaryError>(t, 100) : CodeFor.Floats<Erfc>(t, 15)),
        "Erfinv" => One<InverseError>(),
        "Ndtri" => One<NormalQuantile>(),
        "Lgamma" => One<LogGamma>(),
        "Digamma" => One<Digamma>(),
        "Polygamma" => Two<Polygamma>(),
        "Zeta" => Two<HurwitzZeta>(),
        "Igamma" => Two<LowerGamma>(),
        "Igammac" => Two<UpperGamma>(),
        "IgammaGradA" => Two<LowerGammaByA>(),
        "Betainc" => new ElementwiseKernel(static b => CodeFor.Doubles3<IncompleteBeta>(b.Inputs[0].DType) ?? throw b.Error($"is not defined for {b.Inputs[0].DType.Name()}.")),
        "BesselI0" => One<BesselI0>(),
        "BesselI0e" => One<BesselI0e>(),
        "BesselI1" => One<BesselI1>(),
        "BesselI1e" => One<BesselI1e>(),
        "BesselJ0" => One<BesselJ0>(),
        "BesselJ1" => One<BesselJ1>(),
        "BesselK0" => One<BesselK0>(),
        "BesselK0e" => One<BesselK0e>(),
        "BesselK1" => One<BesselK1>(),
        "BesselK1e" => One<BesselK1e>(),
        "BesselY0" => One<BesselY0>(),
        "BesselY1" => One<BesselY1>(),
        "Dawsn" => One<Dawson>(),
        "Expint" => One<ExponentialIntegral>(),
        "FresnelCos" => One<FresnelCosine>(),
        "FresnelSin" => One<FresnelSine>(),
        "Spence" => One<Spence>(),
        _ => null,
    };

    private static ElementwiseKernel One<TFunction>() where TFunction : struct, IDoubleFunction => UnaryKernels.Of(static t => CodeFor.Doubles<TFunction>(t, 100));

    private static ElementwiseKernel Two<TFunction>() where TFunction : struct, IDoubleFunction2 => BinaryKernels.Of(static t => CodeFor.Doubles2<TFunction>(t, 300));
}
