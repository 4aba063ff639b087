using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of decompositions of matrices, and of what is solved by them.</summary>
internal static class LinearAlgebraGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "Cholesky" => static (o, g) => [Ops.CholeskyGrad(o.Outputs[0], g[0]!)],
        "MatrixInverse" => static (o, g) =>
        {
            bool adjoint = o.Attrs.Bool("adjoint");
            return [-Multiply(o.Outputs[0], Multiply(g[0]!, o.Outputs[0], adjoint, !adjoint), !adjoint)];
        },
        "MatrixDeterminant" => static (o, g) => [ByInverse(g[0]! * Conj(o.Outputs[0]), o)],
        "LogMatrixDeterminant" => static (o, g) => [g[1] is null ? null : ByInverse(g[1]!, o)],
        "MatrixSolve" => static (o, g) =>
        {
            bool adjoint = o.Attrs.Bool("adjoint");
            Tensor byRight = Ops.MatrixSolve(o.Inputs[0], g[0]!, !adjoint);
            return [ByMatrix(o, byRight, adjoint), byRight];
        },
        "MatrixTriangularSolve" => static (o, g) =>
        {
            bool adjoint = o.Attrs.Bool("adjoint"), lower = o.Attrs.Bool("lower");
            Tensor byRight = Ops.MatrixTriangularSolve(o.Inputs[0], g[0]!, lower, !adjoint);
            Tensor triangle = Ops.MatrixBandPart(ByMatrix(o, byRight, adjoint), lower ? -1L : 0L, lower ? 0L : -1L);
            return [MatMulGradients.SumBatch(triangle, o.Inputs[0], o.Inputs[1]), MatMulGradients.SumBatch(byRight, o.Inputs[1], o.Inputs[0])];
        },
        "Qr" => Qr,
        "SelfAdjointEigV2" => SelfAdjointEig,
        "Svd" => SvdGradient.Of,
        "Cross" => static (o, g) => [Ops.Cross(o.Inputs[1], g[0]!), Ops.Cross(g[0]!, o.Inputs[0])],
        _ => null,
    };

    internal static Tensor Multiply(Tensor x, Tensor y, bool adjointX = false, bool adjointY = false) => Ops.BatchMatMulV2(x, y, adjX: adjointX, adjY: adjointY);

    /// <summary>The conjugate transpose of the matrices.</summary>
    internal static Tensor Adjoint(Tensor x)
    {
        if (!x.Shape.HasRank) throw new Engines.OpException("Transpose", "this gradient needs to know how many axes the matrices' tensor has.");
        var order = new int[x.Rank];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return x.DType.IsComplex() ? Ops.ConjugateTranspose(x, order) : Ops.Transpose(x, order);
    }

    internal static Tensor SafeReciprocal(Tensor x) => x * Ops.Reciprocal(Ops.Square(x) + Number(1e-20, x));

    /// <summary>1 / (x[j] − x[i]) for each pair of different elements of a vector, 0 on the diagonal.</summary>
    internal static Tensor ReciprocalDifferences(Tensor x) =>
        Ops.MatrixSetDiag(SafeReciprocal(Ops.ExpandDims(x, -2) - Ops.ExpandDims(x, -1)), Ops.ZerosLike(x));

    // The gradient of a determinant or its logarithm: the inverse's adjoint, times a number for each matrix.
    private static Tensor ByInverse(Tensor factor, Operation o) => Ops.ExpandDims(Ops.ExpandDims(factor, -1), -1) * Ops.MatrixInverse(o.Inputs[0], adjoint: true);

    private static Tensor ByMatrix(Operation o, Tensor byRight, bool adjoint) =>
        -(adjoint ? Multiply(o.Outputs[0], byRight, adjointY: true) : Multiply(byRight, o.Outputs[0], adjointY: true));

    private static Tensor?[] SelfAdjointEig(Operation o, Tensor?[] g)
    {
        bool vectors = o.Attrs.Bool("compute_v");
        Tensor e = o.Outputs[0], v = vectors ? o.Outputs[1] : Ops.SelfAdjointEigV2(o.Inputs[0]).V, inner = Ops.MatrixDiag(OrZeros(g[0], e));
        if (vectors && g[1] is { } byVectors) inner += ReciprocalDifferences(e) * Multiply(v, byVectors, adjointX: true);
        Tensor whole = Multiply(v, Multiply(inner, v, adjointY: true));
        // The op reads the lower triangle only: what the upper one would receive comes to it.
        Tensor triangle = Ops.MatrixBandPart(whole + Adjoint(whole), -1L, 0L);
        return [Ops.MatrixSetDiag(triangle, Number(0.5, triangle) * Ops.MatrixDiagPart(triangle))];
    }

    private static Tensor?[] Qr(Operation o, Tensor?[] g)
    {
        Tensor a = o.Inputs[0], q = o.Outputs[0], r = o.Outputs[1], dq = OrZeros(g[0], q), dr = OrZeros(g[1], r);
        long rows = a.Shape.HasRank ? a.Shape[^2] : -1, columns = a.Shape.HasRank ? a.Shape[^1] : -1;
        bool known = rows >= 0 && columns >= 0;
        if (known && o.Attrs.Bool("full_matrices") && rows > columns) throw new Engines.OpException(o, "has no gradient with full_matrices for more rows than columns.");
        if (known && rows >= columns) return [Deep(q, r, dq, dr)];

        // The columns behind the square part, if there are any, follow from it.
        Tensor inner = known ? Tensor.Scalar((int)rows) : Element(Ops.Shape(q), q.Rank - 1);
        Tensor y = Columns(a, inner, null), u = Columns(r, 0, inner), dv = Columns(dr, inner, null), du = Columns(dr, 0, inner);
        return [Ops.ConcatV2([Deep(q, u, dq + Multiply(y, dv, adjointY: true), du), Multiply(q, dv)], -1)];
    }

    /// <summary>Some columns of matrices: from one on, so many or all that are left.</summary>
    internal static Tensor Columns(Tensor x, Tensor start, Tensor? count)
    {
        var begin = new Tensor[x.Rank];
        var size = new Tensor[x.Rank];
        Array.Fill(begin, Tensor.Scalar(0));
        Array.Fill(size, Tensor.Scalar(-1));
        begin[^1] = start;
        if (count is not null) size[^1] = count;
        return Ops.Slice(x, Ops.Pack(begin), Ops.Pack(size));
    }

    private static Tensor Deep(Tensor q, Tensor r, Tensor dq, Tensor dr)
    {
        Tensor qdq = Multiply(q, dq, adjointX: true), rdr = Multiply(r, dr, adjointY: true);
        Tensor lower = Ops.MatrixBandPart(qdq - Adjoint(qdq) + rdr - Adjoint(rdr), -1L, 0L);
        // The strict triangle counts once, the diagonal's (imaginary) part not at all where numbers are real.
        Tensor result = Multiply(q, dr + BySolving(lower, r)) + BySolving(dq - Multiply(q, qdq), r);
        if (!q.DType.IsComplex()) return result;
        Tensor m = rdr - Adjoint(qdq), diagonal = Ops.MatrixSetDiag(Ops.ZerosLike(m), Ops.MatrixDiagPart(m));
        Tensor imaginary = diagonal - Ops.Cast(Ops.Real(diagonal, m.DType == DType.Complex64 ? DType.Float32 : DType.Float64), m.DType);
        return result + BySolving(Multiply(q, Adjoint(imaginary)), r);
    }

    /// <summary>x · r⁻ᴴ for an upper triangle r.</summary>
    private static Tensor BySolving(Tensor x, Tensor r) => Adjoint(Ops.MatrixTriangularSolve(r, Adjoint(x), lower: false));
}
