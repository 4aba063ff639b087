using Keratin.Operations;
using static Keratin.Gradients.SameAttrs;

namespace Keratin.Gradients;

/// <summary>Gradients of batch and local response normalization.</summary>
internal static class NormalizationGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "FusedBatchNorm" => static (o, g) => BatchNorm(o, g[0], "FusedBatchNormGrad"),
        "FusedBatchNormV2" => static (o, g) => BatchNorm(o, g[0], "FusedBatchNormGradV2"),
        "FusedBatchNormV3" => static (o, g) => BatchNorm(o, g[0], "FusedBatchNormGradV3"),
        "FusedBatchNormGrad" or "FusedBatchNormGradV2" or "FusedBatchNormGradV3" => SecondBatchNorm,
        "LRN" => static (o, g) => [Execute("LRNGrad", o, g[0]!, o.Inputs[0], o.Outputs[0])[0]],
        _ => null,
    };

    private static Tensor?[] BatchNorm(Operation o, Tensor? gradient, string op)
    {
        if (gradient is null) return new Tensor?[5];
        bool training = o.Attrs.Bool("is_training");
        Tensor mean = training ? o.Outputs[3] : o.Inputs[3], variance = training ? o.Outputs[4] : o.Inputs[4];
        Tensor[] inputs = [gradient, o.Inputs[0], o.Inputs[1], mean, variance, .. o.Outputs.Length == 6 ? [o.Outputs[5]] : Array.Empty<Tensor>()];
        var sent = Execute(op, o, inputs);
        return [sent[0], sent[1], sent[2], null, null];
    }

    /// <summary>The fused gradient is written out in simple ops, through which a tape finds its gradients.</summary>
    private static Tensor?[] SecondBatchNorm(Operation o, Tensor?[] g)
    {
        using var tape = new GradientTape();
        Tensor[] sources = [o.Inputs[0], o.Inputs[1], o.Inputs[2]];
        foreach (var source in sources) tape.Watch(source);
        var targets = WrittenOut(o, sources[0], sources[1], sources[2]);
        var (reached, gradients) = (new List<Tensor>(), new List<Tensor?>());
        for (int i = 0; i < targets.Length; i++)
            if (g[i] is { } received)
            {
                reached.Add(targets[i]);
                gradients.Add(received);
            }
        var result = new Tensor?[o.Inputs.Length];
        tape.Gradient(reached, sources, gradients).CopyTo(result, 0);
        return result;
    }

    private static Tensor[] WrittenOut(Operation o, Tensor dy, Tensor x, Tensor scale)
    {
        var layout = NormalizationShapes.Layout(o);
        var axes = new List<int> { 0 };
        for (int i = 0; i < layout.SpatialRank; i++) axes.Add(layout.Spatial(i));
        Tensor axesVector = Tensor.From(axes.ToArray());
        var perChannel = new int[layout.Rank];
        Array.Fill(perChannel, 1);
        perChannel[layout.Channel] = -1;

        Tensor wideDy = Ops.Cast(dy, scale.DType), wideX = Ops.Cast(x, scale.DType);
        Tensor Spread(Tensor vector) => Ops.Reshape(vector, Tensor.From(perChannel));
        Tensor Mean(Tensor value) => Ops.Mean(value, axesVector, keepDims: true);

        bool training = o.Attrs.Bool("is_training");
        Tensor centred = wideX - (training ? Mean(wideX) : Spread(o.Inputs[3]));
        Tensor variance = (training ? Mean(Ops.Square(centred)) : Spread(o.Inputs[4])) + o.Attrs.Float("epsilon");
        Tensor inverse = Ops.Rsqrt(variance);
        Tensor slope = training ? wideDy - Mean(wideDy) - centred * Mean(wideDy * centred) / variance : wideDy;
        return
        [
            Ops.Cast(Spread(scale) * inverse * slope, x.DType),
            Ops.Sum(wideDy * centred * inverse, axesVector),
            Ops.Sum(wideDy, axesVector),
        ];
    }
}
