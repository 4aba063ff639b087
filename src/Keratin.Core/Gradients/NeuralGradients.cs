namespace Keratin.Gradients;

/// <summary>Gradients of the ops that neural networks are made of.</summary>
internal static class NeuralGradients
{
    public static GradientFunction? Find(string op) => ConvolutionGradients.Find(op) ?? PoolGradients.Find(op) ?? NormalizationGradients.Find(op) ?? ImageGradients.Find(op) ?? FindOther(op);

    private static GradientFunction? FindOther(string op) => op switch
    {
        "Dilation2D" => static (o, g) => [SameAttrs.Execute("Dilation2DBackpropInput", o, o.Inputs[0], o.Inputs[1], g[0]!)[0], SameAttrs.Execute("Dilation2DBackpropFilter", o, o.Inputs[0], o.Inputs[1], g[0]!)[0]],
        // The op computes its gradient along with the loss.
        "CTCLoss" => static (o, g) => [g[0] is { } loss ? Ops.ExpandDims(loss, -1) * o.Outputs[1] : null, null, null, null],
        _ => null,
    };
}
