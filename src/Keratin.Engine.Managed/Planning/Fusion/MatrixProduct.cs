using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>A product of two matrices; the first may be a batch of matrices, whose rows are then rows of one.</summary>
internal sealed unsafe class MatrixProduct(DType dtype, bool transposeA, bool transposeB, int m, int n, int k) : Product(dtype, (long)m * n)
{
    public override bool PackingPays => true;

    public override bool CanAddTo => true;

    public override object Layout => (transposeB, n, k);

    public override Shape ChannelsOfWeights => transposeB ? [n, 1] : [n];

    /// <summary>The product that a step is, or null.</summary>
    public static MatrixProduct? Find(PlanNode node)
    {
        var attrs = node.Operation.Attrs;
        if (node.Label is not ("MatMul" or "BatchMatMul" or "BatchMatMulV2" or "BatchMatMulV3") || node.Inputs is not [var a, var b]) return null;
        bool single = node.Label == "MatMul", transposeA = attrs.Bool(single ? "transpose_a" : "adj_x"), transposeB = attrs.Bool(single ? "transpose_b" : "adj_y");
        var output = node.Outputs[0];
        if (a.DType != output.DType || b.DType != output.DType || b.Shape.Rank != 2 || (transposeA && a.Shape.Rank != 2)) return null;
        long n = output.Shape[^1], m = output.Shape.ElementCount / n, k = transposeB ? b.Shape[1] : b.Shape[0];
        return k > 0 && Math.Max(m, Math.Max(n, k)) <= int.MaxValue ? new(output.DType, transposeA, transposeB, (int)m, (int)n, (int)k) : null;
    }

    public override PackedMatrix<T> Pack<T>(T* weights) => PackedMatrix<T>.Pack(weights, transposeB ? k : n, transposeB, k, n);

    protected override void Run<T>(T* x, T* weights, T* y, bool add, Epilogue<T> end) =>
        Gemm.Multiply(transposeA, transposeB, m, n, k, x, transposeA ? m : k, weights, transposeB ? k : n, y, n, add, end);

    protected override void Run<T>(T* x, PackedMatrix<T> weights, T* y, bool add, Epilogue<T> end) =>
        Gemm.Multiply(transposeA, m, x, transposeA ? m : k, weights, y, n, add, end);
}
