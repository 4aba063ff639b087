using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of the ops that take diagonals out of matrices and put them in.</summary>
internal static class DiagonalGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "Diag" => static (o, g) => [Ops.DiagPart(g[0]!)],
        "DiagPart" => static (o, g) => [Ops.Diag(g[0]!)],
        "MatrixBandPart" => static (o, g) => [Ops.MatrixBandPart(g[0]!, o.Inputs[1], o.Inputs[2]), null, null],
        "MatrixDiag" => static (o, g) => [Ops.MatrixDiagPart(g[0]!)],
        "MatrixDiagPart" => static (o, g) => [Ops.MatrixSetDiag(Ops.ZerosLike(o.Inputs[0]), g[0]!)],
        "MatrixSetDiag" => static (o, g) => [Ops.MatrixSetDiag(g[0]!, Ops.ZerosLike(o.Inputs[1])), Ops.MatrixDiagPart(g[0]!)],
        "MatrixDiagV2" or "MatrixDiagV3" => static (o, g) => [Part(o, g[0]!, o.Inputs[1]), null, null, null, null],
        "MatrixDiagPartV2" or "MatrixDiagPartV3" => static (o, g) => [Set(o, Ops.ZerosLike(o.Inputs[0]), g[0]!, o.Inputs[1]), null, null],
        "MatrixSetDiagV2" or "MatrixSetDiagV3" => static (o, g) => [Set(o, g[0]!, Ops.ZerosLike(o.Inputs[1]), o.Inputs[2]), Part(o, g[0]!, o.Inputs[2]), null],
        _ => null,
    };

    private static Tensor Part(Operation o, Tensor matrices, Tensor k) => Ops.MatrixDiagPartV3(matrices, k, Number(0, matrices), DiagonalGeometry.Align(o.Attrs));

    private static Tensor Set(Operation o, Tensor matrices, Tensor diagonals, Tensor k) => Ops.MatrixSetDiagV3(matrices, diagonals, k, DiagonalGeometry.Align(o.Attrs));
}
