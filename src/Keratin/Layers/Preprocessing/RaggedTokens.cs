namespace Keratin.Layers;

/// <summary>Rows of tokens of different lengths: all tokens, and where each row starts and the last ends (int64).</summary>
internal readonly record struct RaggedTokens(Tensor Values, Tensor Splits)
{
    /// <summary>The words of each text.</summary>
    public static RaggedTokens Words(Tensor texts)
    {
        var words = Ops.StringSplitV2(texts, "");
        var rows = Ops.Reshape(Ops.Slice(words.Indices, new[] { 0, 0 }, new[] { -1, 1 }), new[] { -1 });
        var lengths = Ops.UnsortedSegmentSum(Ops.OnesLike(rows), rows, Sizing.Of(texts, 0));
        return new(words.Values, Starts(lengths));
    }

    /// <summary>The characters of each text.</summary>
    public static RaggedTokens Characters(Tensor texts)
    {
        var decoded = Ops.UnicodeDecode(texts, "UTF-8");
        var each = Ops.Range(0L, Ops.Cast(Ops.Size(decoded.CharValues), DType.Int64) + 1L, 1L);
        return new(Ops.UnicodeEncode(decoded.CharValues, each, "UTF-8"), decoded.RowSplits);
    }

    /// <summary>Rows of one length.</summary>
    public static RaggedTokens Rows(Tensor tokens)
    {
        Tensor rows = Ops.Cast(Sizing.Of(tokens, 0), DType.Int64), length = Ops.Cast(Sizing.Of(tokens, 1), DType.Int64);
        return new(Ops.Reshape(tokens, new[] { -1 }), Ops.Range(0L, rows + 1L, 1L) * length);
    }

    /// <summary>Neighbours joined by spaces, for each of the numbers of tokens.</summary>
    public RaggedTokens Ngrams(int[] widths)
    {
        var joined = Ops.StringNGrams(Values, Splits, " ", Array.ConvertAll(widths, static width => (long)width), "", "", 0, false);
        return new(joined.Ngrams, joined.NgramsSplits);
    }

    /// <summary>Rows filled up with empty tokens.</summary>
    public Tensor ToDense() => Ops.EnsureShape(Ops.RaggedTensorToTensor(Tensor.From([-1L, -1L]), Values, "", [Splits], ["ROW_SPLITS"]), [-1, -1]);

    private static Tensor Starts(Tensor lengths) => Ops.ConcatV2([Tensor.From([0L]), Ops.Cumsum(lengths, 0)], 0);
}
