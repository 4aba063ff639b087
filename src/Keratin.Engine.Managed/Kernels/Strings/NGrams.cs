using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>StringNGrams: runs of neighbouring strings of each row of a ragged tensor, joined.</summary>
internal static class NGrams
{
    private const int MostWide = 1 << 20;

    public static EagerTensor[] Run(Operation operation, EagerTensor[] inputs)
    {
        var attrs = operation.Attrs;
        long[] widths = attrs.Ints("ngram_widths"), splits = inputs[1].Shape.ElementCount == 0 ? [] : Ragged.Splits(operation, inputs[1]);
        byte[] separator = attrs["separator"].Bytes, left = attrs["left_pad"].Bytes, right = attrs["right_pad"].Bytes;
        long padding = attrs.Int("pad_width");
        if (splits.Length > 0 && splits[^1] != inputs[0].Shape.ElementCount) throw new OpException(operation, $"the row splits end at {splits[^1]}; there are {inputs[0].Shape.ElementCount} strings.");
        foreach (long width in widths)
            if (width is < 1 or > MostWide) throw new OpException(operation, $"widths of n-grams must be 1 to {MostWide}; {width} was given.");
        if (padding > MostWide) throw new OpException(operation, $"pad_width must be at most {MostWide}; it is {padding}.");

        var grams = new List<byte[]>();
        var rows = new long[splits.Length];
        for (int row = 0; row < splits.Length - 1; row++)
        {
            var tokens = inputs[0].Objects[(int)splits[row]..(int)splits[row + 1]];
            int before = grams.Count;
            foreach (long width in widths) Add(grams, tokens, width, padding < 0 ? width - 1 : Math.Min(padding, width - 1), separator, left, right);
            // A row too short for any n-gram becomes one of its own.
            if (grams.Count == before && tokens.Length > 0 && attrs.Bool("preserve_short_sequences"))
                Add(grams, tokens, tokens.Length + 2 * Math.Max(padding, 0), Math.Max(padding, 0), separator, left, right);
            rows[row + 1] = grams.Count;
        }
        return [Text.Of(grams), Eager.Integers(rows, inputs[1].DType)];
    }

    private static void Add(List<byte[]> grams, ReadOnlySpan<object> tokens, long width, long padding, byte[] separator, byte[] left, byte[] right)
    {
        long count = Math.Max(0, tokens.Length + 2 * padding - width + 1);
        var parts = new object[width];
        for (long first = -padding; first < count - padding; first++)
        {
            for (int i = 0; i < parts.Length; i++) parts[i] = first + i < 0 ? left : first + i >= tokens.Length ? right : tokens[(int)(first + i)];
            grams.Add(Text.Join(parts, separator));
        }
    }
}
