using System.Numerics;
using Keratin.Engines.Managed.Threading;
using Keratin.RandomNumbers;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Numbers of gamma distributions: some for each alpha, whose axes are the last ones of the result.</summary>
internal static unsafe class GammaKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "RandomGamma" => Of(PhiloxSource.OpSeeds, alpha: 1),
        "StatelessRandomGammaV2" => Of(PhiloxSource.Seeds, alpha: 2),
        "StatelessRandomGammaV3" => Of(PhiloxSource.KeyCounter, alpha: 4),
        _ => null,
    };

    private static NumericKernel Of(Func<KernelBinding, ulong, PhiloxSource> source, int alpha) => new(SmallFloats.Widened(binding =>
    {
        var stream = source(binding, checked((ulong)binding.Outputs[0].Shape.ElementCount * GammaDistribution.CountersPerElement));
        return binding.Outputs[0].DType switch
        {
            DType.Float32 => Bind<float>(binding, stream, alpha),
            DType.Float64 => Bind<double>(binding, stream, alpha),
            var other => throw binding.Error($"no {other.Name()} can be drawn."),
        };
    }));

    private static KernelBody Bind<T>(KernelBinding binding, PhiloxSource source, int alpha) where T : unmanaged, INumber<T>
    {
        int elements = checked((int)binding.Outputs[0].Shape.ElementCount), alphas = checked((int)binding.Inputs[alpha].Shape.ElementCount);
        if (elements == 0) return static (in KernelArgs _) => { };
        return (in KernelArgs args) => WorkerPool.For(elements, 256, new Body<T>(source.Take(args), args.In<T>(alpha), alphas, elements / alphas, args.Out<T>(0)));
    }

    /// <summary>An item is an element, counted alpha by alpha, while the result holds all alphas' elements side by side.</summary>
    private readonly struct Body<T>(Philox stream, T* alphas, int alphaCount, int samples, T* result) : IParallelBody where T : unmanaged, INumber<T>
    {
        private readonly T* alphas = alphas;
        private readonly T* result = result;

        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                var own = stream.After((ulong)i * GammaDistribution.CountersPerElement);
                result[((nint)(i % samples) * alphaCount) + (i / samples)] = T.CreateTruncating(GammaDistribution.Draw(own, double.CreateTruncating(alphas[i / samples])));
            }
        }
    }
}
