namespace Keratin.Engines.Managed.Kernels;

/// <summary>Sparse tensors as three dense ones: indices of the entries, their values, and the shape.</summary>
internal static class SparseKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "SparseToDense" => new NumericKernel(SparseToDense.Bind) { MovesElements = true },
        "SparseTensorDenseMatMul" => new NumericKernel(SparseMatMul.Bind),
        "SparseReorder" => new ObjectKernel(SparseEntries.Reorder),
        "SparseReshape" => new ObjectKernel(SparseEntries.Reshape),
        "SparseConcat" => new ObjectKernel(SparseEntries.Concat),
        "SparseSlice" => new ObjectKernel(SparseEntries.Slice),
        "SparseFillEmptyRows" => new ObjectKernel(SparseRows.FillEmpty),
        "SparseFillEmptyRowsGrad" => new ObjectKernel(SparseRows.FillEmptyGradient),
        "SparseReduceSum" => new ObjectKernel(static (o, inputs) => SparseRows.Reduce(o, inputs, "UnsortedSegmentSum")),
        "SparseReduceMax" => new ObjectKernel(static (o, inputs) => SparseRows.Reduce(o, inputs, "UnsortedSegmentMax")),
        "RaggedRange" => new ObjectKernel(Ragged.Range),
        "RaggedGather" => new ObjectKernel(Ragged.Gather),
        "RaggedTensorToSparse" => new ObjectKernel(Ragged.ToSparse),
        "RaggedTensorToTensor" => new ObjectKernel(RaggedToTensor.Run),
        _ => null,
    };
}
