using static Keratin.Gradients.GradientShapes;
using static Keratin.Gradients.SameAttrs;

namespace Keratin.Gradients;

/// <summary>
/// Gradients of convolutions. The forward pass and the two backward ones are linear in each of their inputs,
/// so the gradient of any of the three is made of the other two.
/// </summary>
internal static class ConvolutionGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "Conv2D" or "Conv2DBackpropInput" or "Conv2DBackpropFilter" => Of(op, "Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"),
        "Conv3D" or "Conv3DBackpropInputV2" or "Conv3DBackpropFilterV2" => Of(op, "Conv3D", "Conv3DBackpropInputV2", "Conv3DBackpropFilterV2"),
        "DepthwiseConv2dNative" or "DepthwiseConv2dNativeBackpropInput" or "DepthwiseConv2dNativeBackpropFilter" =>
            Of(op, "DepthwiseConv2dNative", "DepthwiseConv2dNativeBackpropInput", "DepthwiseConv2dNativeBackpropFilter"),
        _ => null,
    };

    private static GradientFunction Of(string op, string forward, string backInput, string backFilter)
    {
        if (op == forward)
            return (o, g) =>
            [
                Execute(backInput, o, ShapeOf(o.Inputs[0]), o.Inputs[1], g[0]!)[0],
                Execute(backFilter, o, o.Inputs[0], ShapeOf(o.Inputs[1]), g[0]!)[0],
            ];
        if (op == backInput)
            return (o, g) =>
            [
                null,
                Execute(backFilter, o, g[0]!, ShapeOf(o.Inputs[1]), o.Inputs[2])[0],
                Execute(forward, o, g[0]!, o.Inputs[1])[0],
            ];
        return (o, g) =>
        [
            Execute(backInput, o, ShapeOf(o.Inputs[0]), g[0]!, o.Inputs[2])[0],
            null,
            Execute(forward, o, o.Inputs[0], g[0]!)[0],
        ];
    }
}
