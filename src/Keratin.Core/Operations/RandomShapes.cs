namespace Keratin.Operations;

/// <summary>Shapes of random numbers: most ops are told the shape they shall draw.</summary>
internal static class RandomShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "RandomUniform" or "RandomStandardNormal" or "TruncatedNormal" or "RandomUniformInt"
            or "StatelessRandomUniform" or "StatelessRandomNormal" or "StatelessTruncatedNormal" or "StatelessRandomUniformInt" or "StatelessRandomUniformFullInt"
            or "StatelessRandomUniformV2" or "StatelessRandomNormalV2" or "StatelessTruncatedNormalV2" or "StatelessRandomUniformIntV2" or "StatelessRandomUniformFullIntV2" =>
            static c => c.Outputs[0] = Wanted(c, 0),
        "StatefulUniform" or "StatefulStandardNormalV2" or "StatefulTruncatedNormal" or "StatefulUniformInt" or "StatefulUniformFullInt" => static c => c.Outputs[0] = Wanted(c, 2),
        "RandomShuffle" or "StatelessShuffle" => static c => c.Outputs[0] = c.Input(0),
        "Multinomial" or "StatelessMultinomial" => Multinomial,
        "StatelessRandomGetKeyCounter" => static c => (c.Outputs[0], c.Outputs[1]) = ([1], [2]),
        "StatelessRandomGetAlg" => static c => c.Outputs[0] = Shape.Scalar,
        "RngReadAndSkip" => static c => c.Outputs[0] = [3],
        "RngSkip" => static _ => { },
        _ => null,
    };

    private static Shape Wanted(InferenceContext c, int input)
    {
        if (c.Constant(input) is { } value)
            foreach (long dim in value.DType == DType.Int64 ? value.ToArray<long>() : Array.ConvertAll(value.ToArray<int>(), static i => (long)i))
                if (dim < 0) throw c.Error($"a shape with the size {dim} can't be drawn.");
        return c.ShapeValue(input);
    }

    private static void Multinomial(InferenceContext c)
    {
        var logits = c.Input(0);
        if (logits.HasRank && logits.Rank != 2) throw c.Error($"logits must be a matrix (batch, classes); their shape is {logits}.");
        if (logits.HasRank && logits[1] == 0) throw c.Error("logits must hold one class at least.");
        long samples = -1;
        if (c.Constant(1) is { } count)
        {
            if (count.Rank != 0) throw c.Error($"num_samples must be a scalar; its shape is {count.Shape}.");
            samples = count.Item<int>();
            if (samples < 0) throw c.Error($"num_samples is {samples}; it must be 0 or more.");
        }
        c.Outputs[0] = [logits.HasRank ? logits[0] : -1, samples];
    }
}
