using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;
using static Keratin.Gradients.LinearAlgebraGradients;

namespace Keratin.Gradients;

/// <summary>The gradient of the singular value decomposition A = U · S · Vᴴ (Townsend, "Differentiating the Singular Value Decomposition").</summary>
internal static class SvdGradient
{
    public static Tensor?[] Of(Operation o, Tensor?[] g)
    {
        Tensor a = o.Inputs[0];
        if (!o.Attrs.Bool("compute_uv"))
        {
            var (_, left, right) = Ops.Svd(a);
            return [Multiply(left, Multiply(Ops.MatrixDiag(Ops.Cast(g[0]!, a.DType)), right, adjointY: true))];
        }
        if (!a.Shape.HasRank || a.Shape[^1] < 0 || a.Shape[^2] < 0) throw new Engines.OpException(o, "its gradient needs to know the size of the matrices.");
        int m = (int)a.Shape[^2], n = (int)a.Shape[^1];
        bool full = o.Attrs.Bool("full_matrices");
        if (full && Math.Abs(m - n) > 1) throw new Engines.OpException(o, "has no gradient with full_matrices where rows and columns differ by more than one.");
        Tensor s = o.Outputs[0], u = o.Outputs[1], v = o.Outputs[2], ds = OrZeros(g[0], s), du = OrZeros(g[1], u), dv = OrZeros(g[2], v);
        // Tall matrices go by their adjoint.
        return [m > n ? Adjoint(Wide(n, m, full, s, v, u, ds, dv, du)) : Wide(m, n, full, s, u, v, ds, du, dv)];
    }

    private static Tensor Wide(int m, int n, bool full, Tensor s, Tensor u, Tensor v, Tensor ds, Tensor du, Tensor dv)
    {
        Tensor values = Ops.MatrixDiag(s), inverse = Ops.MatrixDiag(SafeReciprocal(s)), f = ReciprocalDifferences(Ops.Square(s));
        Tensor v1 = Columns(v, 0, m), dv1 = Columns(dv, 0, m);
        Tensor vdv = Multiply(v1, dv1, adjointX: true), fu = f * Multiply(u, du, adjointX: true), fv = f * vdv;
        Tensor inner = Ops.MatrixDiag(ds) + Multiply(fu + Adjoint(fu), values) + Multiply(values, fv + Adjoint(fv));
        Tensor result = Multiply(u, Multiply(inner, v1, adjointY: true));
        if (m < n)
        {
            Tensor dv1Adjoint = Adjoint(dv1), rest = dv1Adjoint - Multiply(Multiply(dv1Adjoint, v1), v1, adjointY: true);
            if (full) rest -= Multiply(Multiply(v1, Columns(dv, m, null), adjointX: true), Columns(v, m, null), adjointY: true);
            result += Multiply(Multiply(u, inverse), rest);
        }
        if (!s.DType.IsComplex() && !u.DType.IsComplex()) return result;
        Tensor diagonal = Ops.MatrixDiag(Ops.MatrixDiagPart(vdv));
        return result + (Number(0.5, result) * Multiply(u, Multiply(Multiply(inverse, Adjoint(diagonal) - diagonal), v1, adjointY: true)));
    }
}
