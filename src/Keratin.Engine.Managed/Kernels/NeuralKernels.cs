namespace Keratin.Engines.Managed.Kernels;

/// <summary>The ops that neural networks are made of: convolutions, pools, normalization, optimizers, random numbers, images.</summary>
internal static class NeuralKernels
{
    public static Kernel? Find(string op) =>
        ConvolutionKernels.Find(op) ?? PoolKernels.Find(op) ?? BatchNormKernels.Find(op) ?? LocalResponseKernels.Find(op) ?? DilationKernels.Find(op) ?? CtcKernels.Find(op)
        ?? OptimizerKernels.Find(op) ?? RandomKernels.Find(op) ?? ImageKernels.Find(op);
}
