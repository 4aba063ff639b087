using static Keratin.Gradients.GradientShapes;
using static Keratin.Gradients.SameAttrs;

namespace Keratin.Gradients;

/// <summary>Gradients of pools, and of their gradients.</summary>
internal static class PoolGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "AvgPool" or "AvgPool3D" => (o, g) => [Execute(op + "Grad", o, ShapeOf(o.Inputs[0]), g[0]!)[0]],
        "AvgPoolGrad" or "AvgPool3DGrad" => (o, g) => [null, Execute(op[..^"Grad".Length], o, g[0]!)[0]],
        "MaxPool" or "MaxPool3D" => (o, g) => [Execute(op + "Grad", o, o.Inputs[0], o.Outputs[0], g[0]!)[0]],
        "MaxPoolV2" => (o, g) => [Execute("MaxPoolGradV2", o, o.Inputs[0], o.Outputs[0], g[0]!, o.Inputs[1], o.Inputs[2])[0], null, null],
        // The places of the maxima are taken as fixed: the gradient's gradient takes what is at those places.
        "MaxPoolGrad" => static (o, g) => [null, null, Execute("MaxPoolGradGrad", o, o.Inputs[0], o.Inputs[1], g[0]!)[0]],
        "MaxPool3DGrad" => static (o, g) => [null, null, Execute("MaxPool3DGradGrad", o, o.Inputs[0], o.Inputs[1], g[0]!)[0]],
        "MaxPoolGradV2" => static (o, g) => [null, null, Execute("MaxPoolGradGradV2", o, o.Inputs[0], o.Inputs[1], g[0]!, o.Inputs[3], o.Inputs[4])[0], null, null],
        "MaxPoolGradGrad" => static (o, g) => [null, null, Execute("MaxPoolGrad", o, o.Inputs[0], o.Inputs[1], g[0]!)[0]],
        "MaxPool3DGradGrad" => static (o, g) => [null, null, Execute("MaxPool3DGrad", o, o.Inputs[0], o.Inputs[1], g[0]!)[0]],
        "MaxPoolGradGradV2" => static (o, g) => [null, null, Execute("MaxPoolGradV2", o, o.Inputs[0], o.Inputs[1], g[0]!, o.Inputs[3], o.Inputs[4])[0], null, null],
        "MaxPoolWithArgmax" => static (o, g) => g[0] is null ? [null] : [Execute("MaxPoolGradWithArgmax", o, o.Inputs[0], g[0]!, o.Outputs[1])[0]],
        _ => null,
    };
}
