using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>StringSplit and StringSplitV2: the parts of each string of a vector, as a sparse matrix.</summary>
internal static class Splits
{
    /// <summary>Splits at any byte of the delimiter; without a delimiter, between all bytes.</summary>
    public static EagerTensor[] StringSplit(Operation operation, EagerTensor[] inputs)
    {
        byte[] delimiter = (byte[])Scalar(operation, inputs[1]).Objects[0];
        bool skipsEmpty = operation.Attrs.Bool("skip_empty");
        return Sparse(operation, inputs[0], text => SplitAtAny(text, delimiter, skipsEmpty));
    }

    /// <summary>Splits as Python's <c>str.split</c>: at a separator, or, without one, at runs of spaces.</summary>
    public static EagerTensor[] StringSplitV2(Operation operation, EagerTensor[] inputs)
    {
        byte[] separator = (byte[])Scalar(operation, inputs[1]).Objects[0];
        long most = operation.Attrs.Int("maxsplit");
        return Sparse(operation, inputs[0], text => most == 0 ? [text] : separator.Length == 0 ? SplitAtSpaces(text, most) : SplitAt(text, separator, most));
    }

    private static EagerTensor Scalar(Operation operation, EagerTensor delimiter) =>
        delimiter.Shape.ElementCount == 1 ? delimiter : throw new OpException(operation, $"the delimiter must be one string; its shape is {delimiter.Shape}.");

    private static EagerTensor[] Sparse(Operation operation, EagerTensor input, Func<byte[], List<byte[]>> split)
    {
        if (input.Rank != 1) throw new OpException(operation, $"takes a vector of strings; the shape is {input.Shape}.");
        List<long> indices = [];
        List<byte[]> values = [];
        long longest = 0;
        for (int row = 0; row < input.Objects.Length; row++)
        {
            var parts = split((byte[])input.Objects[row]);
            longest = Math.Max(longest, parts.Count);
            for (int i = 0; i < parts.Count; i++)
            {
                indices.Add(row);
                indices.Add(i);
                values.Add(parts[i]);
            }
        }
        return [Tensor.From(indices.ToArray(), [values.Count, 2]), Text.Of(values), Tensor.From([input.Shape[0], longest])];
    }

    private static List<byte[]> SplitAtAny(byte[] text, byte[] delimiters, bool skipsEmpty)
    {
        List<byte[]> parts = [];
        if (text.Length == 0) return parts;
        if (delimiters.Length == 0)
        {
            foreach (byte b in text) parts.Add([b]);
            return parts;
        }
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && Array.IndexOf(delimiters, text[i]) < 0) continue;
            if (i > start || !skipsEmpty) parts.Add(text[start..i]);
            start = i + 1;
        }
        return parts;
    }

    private static List<byte[]> SplitAtSpaces(byte[] text, long most)
    {
        List<byte[]> parts = [];
        int at = 0;
        while (true)
        {
            while (at < text.Length && Text.IsSpace(text[at])) at++;
            // What is left after the last split is one part, even if nothing is left.
            if (most > 0 && parts.Count == most)
            {
                parts.Add(text[at..]);
                return parts;
            }
            if (at == text.Length) return parts;
            int start = at;
            while (at < text.Length && !Text.IsSpace(text[at])) at++;
            parts.Add(text[start..at]);
        }
    }

    private static List<byte[]> SplitAt(byte[] text, byte[] separator, long most)
    {
        List<byte[]> parts = [];
        int start = 0;
        while ((most < 0 || parts.Count < most) && text.AsSpan(start).IndexOf(separator) is >= 0 and var length)
        {
            parts.Add(text[start..(start + length)]);
            start += length + separator.Length;
        }
        parts.Add(text[start..]);
        return parts;
    }
}
