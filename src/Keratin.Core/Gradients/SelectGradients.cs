using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of choices between elements, bounds, and sums of many tensors.</summary>
internal static class SelectGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "Select" => static (o, g) => [null, Ops.Select(o.Inputs[0], g[0]!, Ops.ZerosLike(g[0]!)), Ops.Select(o.Inputs[0], Ops.ZerosLike(g[0]!), g[0]!)],
        "SelectV2" => static (o, g) =>
        {
            Tensor zero = Number(0, g[0]!), result = o.Outputs[0];
            return [
                null,
                BinaryGradients.Unbroadcast(Ops.SelectV2(o.Inputs[0], g[0]!, zero), o.Inputs[1], result),
                BinaryGradients.Unbroadcast(Ops.SelectV2(o.Inputs[0], zero, g[0]!), o.Inputs[2], result)];
        },
        "ClipByValue" => static (o, g) =>
        {
            Tensor x = o.Inputs[0], low = o.Inputs[1], high = o.Inputs[2], zero = Number(0, g[0]!), below = x < low, above = x > high;
            return [
                Ops.SelectV2(Ops.LogicalOr(below, above), zero, g[0]!),
                BinaryGradients.Unbroadcast(Ops.SelectV2(below, g[0]!, zero), low, x),
                BinaryGradients.Unbroadcast(Ops.SelectV2(above, g[0]!, zero), high, x)];
        },
        "Betainc" => static (o, g) =>
        {
            Tensor a = o.Inputs[0], b = o.Inputs[1], x = o.Inputs[2], one = Number(1, x);
            Tensor logBeta = Ops.Lgamma(a) + Ops.Lgamma(b) - Ops.Lgamma(a + b);
            Tensor density = Ops.Exp(Ops.Xlog1py(b - one, -x) + Ops.Xlogy(a - one, x) - logBeta);
            return [null, null, BinaryGradients.Unbroadcast(g[0]! * density, x, o.Outputs[0])];
        },
        "AddN" or "AccumulateNV2" => static (o, g) => Repeat(g[0]!, o.Inputs.Length),
        _ => null,
    };

    private static Tensor?[] Repeat(Tensor gradient, int count)
    {
        var all = new Tensor?[count];
        Array.Fill(all, gradient);
        return all;
    }
}
