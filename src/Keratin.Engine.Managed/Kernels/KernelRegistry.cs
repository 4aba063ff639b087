namespace Keratin.Engines.Managed.Kernels;

/// <summary>Kernels by op name. Each family is a switch over names: nothing is built at start-up.</summary>
internal static class KernelRegistry
{
    public static Kernel? Find(string op) =>
        VariableKernels.Find(op) ?? ArrayKernels.Find(op) ?? JoinKernels.Find(op) ?? SliceKernels.Find(op) ?? GatherKernels.Find(op)
        ?? ScatterKernels.Find(op) ?? SegmentKernels.Find(op) ?? BlockKernels.Find(op) ?? SelectionKernels.Find(op) ?? SparseKernels.Find(op) ?? TableKernels.Find(op) ?? ListKernels.Find(op) ?? FunctionalKernels.Find(op) ?? TextKernels.Find(op)
        ?? UnaryKernels.Find(op) ?? BinaryKernels.Find(op) ?? ActivationKernels.Find(op) ?? TruthKernels.Find(op) ?? SelectKernels.Find(op) ?? CastKernels.Find(op)
        ?? NeuralKernels.Find(op) ?? ReductionKernels.Find(op) ?? ArgReductionKernels.Find(op) ?? CumulativeKernels.Find(op) ?? SoftmaxKernels.Find(op)
        ?? BroadcastKernels.Find(op) ?? MatMulKernels.Find(op) ?? EinsumKernels.Find(op) ?? SumKernels.Find(op)
        ?? Special.SpecialKernels.Find(op) ?? ComplexKernels.Find(op) ?? DiagonalKernels.Find(op) ?? LinearAlgebraKernels.Find(op) ?? FourierKernels.Find(op) ?? CountingKernels.Find(op) ?? CheckKernels.Find(op);
}
