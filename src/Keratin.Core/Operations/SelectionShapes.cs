namespace Keratin.Operations;

/// <summary>Shapes of ops that find elements.</summary>
internal static class SelectionShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "TopKV2" => static c => TopK(c, c.Integer(1) ?? -1),
        "TopK" => static c => TopK(c, c.Attrs.Int("k")),
        "NthElement" => static c =>
        {
            c.Ranked(1, 0);
            c.Outputs[0] = c.Input(0) is { HasRank: true } input ? (input.Rank > 0 ? input[..^1] : throw c.Error("a scalar has no rows.")) : Shape.Unknown;
        },
        "InTopK" or "InTopKV2" => static c =>
        {
            if (c.InputCount > 2) c.Ranked(2, 0);
            c.Outputs[0] = [c.Merge(c.Ranked(0, 2)[0], c.Ranked(1, 1)[0])];
        },
        "LowerBound" or "UpperBound" => static c =>
        {
            c.Merge(c.Ranked(0, 2)[0], c.Ranked(1, 2)[0]);
            c.Outputs[0] = c.Ranked(1, 2);
        },
        "Where" => static c => c.Outputs[0] = [-1, c.Input(0).HasRank ? c.Input(0).Rank : -1],
        "Unique" or "UniqueWithCounts" => static c => Unique(c, c.Ranked(0, 1)),
        "UniqueV2" or "UniqueWithCountsV2" => static c => Unique(c, c.Input(0)),
        "ListDiff" => static c => (c.Outputs[0], c.Outputs[1]) = ([-1], [-1]),
        _ => null,
    };

    private static void TopK(InferenceContext c, long k)
    {
        if (k < -1) throw c.Error($"k must be 0 or more; it is {k}.");
        var input = c.Input(0);
        if (!input.HasRank) return;
        if (input.Rank == 0) throw c.Error("a scalar has no rows.");
        if (input[^1] >= 0 && k > input[^1]) throw c.Error($"k = {k} exceeds the {input[^1]} elements of a row.");
        Array.Fill(c.Outputs, input.With(^1, k));
    }

    private static void Unique(InferenceContext c, Shape input)
    {
        long[]? axis = c.InputCount > 1 ? c.Integers(1) : [0];
        if (input.HasRank && axis is { Length: <= 1 })
        {
            int at = c.Axis(axis is [var given] ? given : 0, input.Rank);
            (c.Outputs[0], c.Outputs[1]) = (input.With(at, -1), [input[at]]);
        }
        else (c.Outputs[0], c.Outputs[1]) = (input.HasRank ? Shape.UnknownOfRank(input.Rank) : Shape.Unknown, [-1]);
        if (c.Outputs.Length > 2) c.Outputs[2] = [-1];
    }
}
