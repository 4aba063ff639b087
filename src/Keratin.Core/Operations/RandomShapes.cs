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
        "RandomGamma" => static c => c.Outputs[0] = Wanted(c, 0).Concat(c.Input(1)),
        "StatelessRandomGammaV2" => static c => c.Outputs[0] = EndingWith(c, 2),
        "StatelessRandomGammaV3" => static c => c.Outputs[0] = EndingWith(c, 4),
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
        if (c.Integers(input) is { } sizes) return c.Sizes(sizes);
        return c.ShapeValue(input);
    }

    /// <summary>The shape wanted, which must end with that of an input.</summary>
    private static Shape EndingWith(InferenceContext c, int input)
    {
        Shape wanted = Wanted(c, 0), end = c.Input(input);
        if (wanted.HasRank && end.HasRank && (wanted.Rank < end.Rank || !wanted[(wanted.Rank - end.Rank)..].IsCompatibleWith(end)))
            throw c.Error($"the shape {wanted} does not end with {end}, the shape of input {input}.");
        return wanted;
    }

    private static void Multinomial(InferenceContext c)
    {
        var logits = c.Ranked(0, 2);
        if (logits[1] == 0) throw c.Error("logits (batch, classes) must hold one class at least.");
        long? samples = c.Integer(1);
        if (samples < 0) throw c.Error($"num_samples is {samples}; it must be 0 or more.");
        c.Outputs[0] = [logits[0], samples ?? -1];
    }
}
