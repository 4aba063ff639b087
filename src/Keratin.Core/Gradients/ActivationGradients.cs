using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of activations, of the ops that are such gradients, and of softmax and its losses.</summary>
internal static class ActivationGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "Relu" => UnaryGradients.Of(static (g, x, y) => Ops.ReluGrad(g, y)),
        "Relu6" => UnaryGradients.Of(static (g, x, y) => Ops.Relu6Grad(g, y)),
        "Elu" => UnaryGradients.Of(static (g, x, y) => Ops.EluGrad(g, y)),
        "Selu" => UnaryGradients.Of(static (g, x, y) => Ops.SeluGrad(g, y)),
        "LeakyRelu" => static (o, g) => [Ops.LeakyReluGrad(g[0]!, o.Inputs[0], o.Attrs.Float("alpha"))],
        "Softplus" => UnaryGradients.Of(static (g, x, y) => Ops.SoftplusGrad(g, x)),
        "Softsign" => UnaryGradients.Of(static (g, x, y) => Ops.SoftsignGrad(g, x)),
        "ReluGrad" => static (o, g) => [Ops.ReluGrad(g[0]!, o.Inputs[1]), Ops.ZerosLike(o.Inputs[1])],
        "Relu6Grad" => static (o, g) => [Ops.Relu6Grad(g[0]!, o.Inputs[1]), Ops.ZerosLike(o.Inputs[1])],
        "LeakyReluGrad" => static (o, g) => [Ops.LeakyReluGrad(g[0]!, o.Inputs[1], o.Attrs.Float("alpha")), Ops.ZerosLike(o.Inputs[1])],
        "EluGrad" => static (o, g) => [Ops.EluGrad(g[0]!, o.Inputs[1]), WhereNegative(o.Inputs[1], g[0]! * o.Inputs[0])],
        "SeluGrad" => static (o, g) => [Ops.SeluGrad(g[0]!, o.Inputs[1]), WhereNegative(o.Inputs[1], g[0]! * o.Inputs[0])],
        "SoftplusGrad" => static (o, g) =>
        {
            Tensor dy = o.Inputs[0], x = o.Inputs[1];
            return [Ops.SoftplusGrad(g[0]!, x), g[0]! * dy / (Ops.Exp(-x) + Number(2, x) + Ops.Exp(x))];
        },
        "Softmax" => UnaryGradients.Of(static (g, x, y) => (g - Ops.Sum(g * y, -1, true)) * y),
        "LogSoftmax" => UnaryGradients.Of(static (g, x, y) => g - (Ops.Sum(g, -1, true) * Ops.Exp(y))),
        "SoftmaxCrossEntropyWithLogits" => CrossEntropy,
        "SparseSoftmaxCrossEntropyWithLogits" => static (o, g) => [CrossEntropy(o, g)[0], null],
        _ => null,
    };

    private static Tensor WhereNegative(Tensor condition, Tensor value) => Ops.SelectV2(condition < Number(0, condition), value, Number(0, value));

    // The op's second output is the gradient of its first; if that is differentiated too, softmax enters by itself.
    private static Tensor?[] CrossEntropy(Operation o, Tensor?[] g)
    {
        Tensor logits = o.Inputs[0];
        var loss = g[0] is null ? null : Ops.ExpandDims(g[0]!, -1);
        var gradient = loss is null ? null : loss * o.Outputs[1];
        if (g[1] is { } second)
        {
            Tensor softmax = Ops.Softmax(logits), sum = Ops.BatchMatMulV2(Ops.ExpandDims(second, 1), Ops.ExpandDims(softmax, 2));
            Tensor inner = (second - Ops.Squeeze(sum, [1])) * softmax;
            gradient = gradient is null ? inner : gradient + inner;
        }
        return [gradient, loss is null ? null : loss * -Ops.LogSoftmax(logits)];
    }
}
