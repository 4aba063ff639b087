namespace Keratin.Operations;

/// <summary>Shapes of ops on strings.</summary>
internal static class TextShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "StringLower" or "StringUpper" or "StringStrip" or "StringLength" or "RegexFullMatch" or "StaticRegexFullMatch" or "RegexReplace" or "StaticRegexReplace"
            or "StringToHashBucket" or "StringToHashBucketFast" or "StringToHashBucketStrong" or "AsString" or "StringToNumber" or "EncodeBase64" or "DecodeBase64"
            or "UnicodeTranscode" or "UnicodeScript" => InferenceHelpers.SameAsFirst,
        "Substr" => static c =>
        {
            c.Merge(c.Input(1), c.Input(2));
            c.Outputs[0] = c.Broadcast(c.Input(0), c.Input(1));
        },
        "StringJoin" => Join,
        "ReduceJoin" => ReduceJoin,
        "UnsortedSegmentJoin" => static c =>
        {
            if (c.Input(0).HasRank && c.Input(1).HasRank && c.Input(1).Rank <= c.Input(0).Rank) c.Outputs[0] = c.Input(0)[c.Input(1).Rank..].Prepend(c.Integer(2) ?? -1);
        },
        "StringSplit" or "StringSplitV2" => static c => (c.Outputs[0], c.Outputs[1], c.Outputs[2]) = ([-1, 2], [-1], [2]),
        "StringNGrams" => static c => (c.Outputs[0], c.Outputs[1]) = ([-1], c.Ranked(1, 1)),
        "Fingerprint" => static c => c.Outputs[0] = [c.Input(0) is { Rank: > 0 } shape ? shape[0] : -1, 8],
        "DecodeRaw" => static c => c.Outputs[0] = c.Input(0).HasRank ? c.Input(0).Append(-1) : Shape.Unknown,
        "DecodePaddedRaw" => static c => c.Outputs[0] = c.Input(0).HasRank ? c.Input(0).Append(c.Integer(1) / Math.Max(1, c.Attrs.Type("out_type").Size()) ?? -1) : Shape.Unknown,
        "UnicodeDecode" => static c => (c.Outputs[0], c.Outputs[1]) = ([Splits(c)], [-1]),
        "UnicodeDecodeWithOffsets" => static c => (c.Outputs[0], c.Outputs[1], c.Outputs[2]) = ([Splits(c)], [-1], [-1]),
        "UnicodeEncode" => static c => c.Outputs[0] = [c.Ranked(1, 1)[0] is > 0 and var splits ? splits - 1 : -1],
        "SparseCross" => static c => (c.Outputs[0], c.Outputs[1], c.Outputs[2]) = ([-1, 2], [-1], [2]),
        "StringFormat" => InferenceHelpers.Scalar,
        _ => null,
    };

    private static long Splits(InferenceContext c) => c.Input(0).IsFullyDefined ? c.Input(0).ElementCount + 1 : -1;

    private static void Join(InferenceContext c)
    {
        var joined = Shape.Scalar;
        for (int i = 0; i < c.InputCount; i++)
        {
            var shape = c.Input(i);
            if (!shape.HasRank) { c.Outputs[0] = Shape.Unknown; return; }
            if (shape.Rank > 0) joined = joined.Rank == 0 ? shape : c.Merge(joined, shape);
        }
        c.Outputs[0] = joined;
    }

    private static void ReduceJoin(InferenceContext c)
    {
        var input = c.Input(0);
        if (!input.HasRank || c.Integers(1) is not { } axes) return;
        var dims = new List<long>(input.Dims.ToArray());
        var reduced = new bool[dims.Count];
        foreach (long axis in axes) reduced[c.Axis(axis, input.Rank)] = true;
        for (int i = reduced.Length - 1; i >= 0; i--)
        {
            if (!reduced[i]) continue;
            if (c.Attrs.Bool("keep_dims")) dims[i] = 1; else dims.RemoveAt(i);
        }
        c.Outputs[0] = Shape.Create([.. dims]);
    }
}
