namespace Keratin.Operations;

/// <summary>Shapes of convolutions and their gradients.</summary>
internal static class ConvolutionShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "Conv2D" or "Conv3D" or "DepthwiseConv2dNative" => static c => c.Outputs[0] = ConvolutionGeometry.Of(c.Operation, c.Input(0), c.Input(1)).Output,
        "Conv2DBackpropInput" or "Conv3DBackpropInputV2" or "DepthwiseConv2dNativeBackpropInput" => static c => Backward(c, c.ShapeValue(0), c.Input(1), result: 0),
        "Conv2DBackpropFilter" or "Conv3DBackpropFilterV2" or "DepthwiseConv2dNativeBackpropFilter" => static c => Backward(c, c.Input(0), c.ShapeValue(1), result: 1),
        _ => null,
    };

    private static void Backward(InferenceContext c, Shape input, Shape filter, int result)
    {
        var geometry = ConvolutionGeometry.Of(c.Operation, input, filter);
        if (!geometry.Output.IsCompatibleWith(c.Input(2)))
            throw c.Error($"images {input} and filter {filter} give outputs {geometry.Output}; the gradient's shape is {c.Input(2)}.");
        c.Outputs[0] = result == 0 ? input : filter;
    }
}
