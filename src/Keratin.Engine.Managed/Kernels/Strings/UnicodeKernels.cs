using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>UnicodeDecode, UnicodeEncode and UnicodeTranscode: strings to code points and back.</summary>
internal static class UnicodeKernels
{
    public static EagerTensor[] Decode(Operation operation, EagerTensor[] inputs)
    {
        var splitsType = operation.Attrs.Type("Tsplits");
        List<int> points = [];
        List<long> starts = [];
        var splits = new long[inputs[0].Objects.Length + 1];
        for (int i = 1; i < splits.Length; i++)
        {
            Decode(operation, (byte[])inputs[0].Objects[i - 1], points, starts);
            splits[i] = points.Count;
        }
        EagerTensor[] outputs = [Eager.Integers(splits, splitsType), Tensor.From(points.ToArray())];
        return operation.Op.Outputs.Length == 3 ? [.. outputs, Tensor.From(starts.ToArray())] : outputs;
    }

    public static EagerTensor[] Encode(Operation operation, EagerTensor[] inputs)
    {
        var points = inputs[0].AsSpan<int>();
        long[] splits = Ragged.Splits(operation, inputs[1]);
        if (splits[^1] != points.Length) throw new OpException(operation, $"the row splits end at {splits[^1]}; there are {points.Length} code points.");
        var policy = new Policy(operation);
        var texts = new byte[splits.Length - 1][];
        var valid = new List<int>();
        for (int row = 0; row < texts.Length; row++)
        {
            valid.Clear();
            foreach (int point in points[(int)splits[row]..(int)splits[row + 1]])
                if (Rune.IsValid(point)) valid.Add(point);
                else if (policy.Replacement($"{point} is no code point") is { } other) valid.Add(other);
            texts[row] = Encode(operation, valid);
        }
        return [Text.Of([texts.Length], texts)];
    }

    public static EagerTensor[] Transcode(Operation operation, EagerTensor[] inputs)
    {
        List<int> points = [];
        List<long> starts = [];
        var texts = Array.ConvertAll(inputs[0].Objects.ToArray(), element =>
        {
            points.Clear();
            Decode(operation, (byte[])element, points, starts);
            return Encode(operation, points);
        });
        return [Text.Of(inputs[0].Shape, texts)];
    }

    /// <summary>What becomes of what can't be decoded.</summary>
    private readonly struct Policy(Operation operation)
    {
        private readonly string errors = operation.Attrs.Text("errors");
        private readonly int replacement = operation.Attrs.Int32("replacement_char");

        /// <summary>The code point that takes its place; null to leave it out.</summary>
        public int? Replacement(string problem) => errors switch
        {
            "replace" => replacement,
            "ignore" => null,
            "strict" => throw new OpException(operation, $"{problem}; errors are not allowed (errors = strict)."),
            var other => throw new OpException(operation, $"errors = '{other}' is not known; it is replace, ignore or strict."),
        };
    }

    private static void Decode(Operation operation, ReadOnlySpan<byte> text, List<int> points, List<long> starts)
    {
        var policy = new Policy(operation);
        var next = Decoder(operation);
        bool replacesControls = operation.Attrs.Bool("replace_control_characters");
        for (int at = 0; at < text.Length;)
        {
            int point = next(text[at..], out int length);
            bool isControl = replacesControls && point is <= 0x1F and not (9 or 10 or 13) or >= 0x7F and <= 0x9F && replacesControls;
            if (point < 0 || isControl) point = policy.Replacement($"the bytes from {at} on can't be decoded") ?? -1;
            if (point >= 0)
            {
                points.Add(point);
                starts.Add(at);
            }
            at += length;
        }
    }

    private delegate int NextPoint(ReadOnlySpan<byte> text, out int length);

    private static NextPoint Decoder(Operation operation) => operation.Attrs.Text("input_encoding").ToUpperInvariant() switch
    {
        "UTF-8" or "UTF8" => static (ReadOnlySpan<byte> text, out int length) => Rune.DecodeFromUtf8(text, out var rune, out length) == OperationStatus.Done ? rune.Value : -1,
        "UTF-16-BE" or "UTF-16BE" or "UTF-16" => static (ReadOnlySpan<byte> text, out int length) => Utf16(text, out length, BinaryPrimitives.ReadUInt16BigEndian),
        "UTF-16-LE" or "UTF-16LE" => static (ReadOnlySpan<byte> text, out int length) => Utf16(text, out length, BinaryPrimitives.ReadUInt16LittleEndian),
        "UTF-32-BE" or "UTF-32BE" or "UTF-32" => static (ReadOnlySpan<byte> text, out int length) => Utf32(text, out length, BinaryPrimitives.ReadUInt32BigEndian),
        "UTF-32-LE" or "UTF-32LE" => static (ReadOnlySpan<byte> text, out int length) => Utf32(text, out length, BinaryPrimitives.ReadUInt32LittleEndian),
        "US-ASCII" or "ASCII" => static (ReadOnlySpan<byte> text, out int length) => (length = 1) == 1 && text[0] < 0x80 ? text[0] : -1,
        "ISO-8859-1" or "LATIN1" or "LATIN-1" => static (ReadOnlySpan<byte> text, out int length) => text[(length = 1) - 1],
        var other => throw new OpException(operation, $"the encoding '{other}' is not known; use UTF-8, UTF-16-BE, UTF-32-BE, US-ASCII or ISO-8859-1."),
    };

    private delegate T Reader<T>(ReadOnlySpan<byte> source);

    private static int Utf16(ReadOnlySpan<byte> text, out int length, Reader<ushort> read)
    {
        length = Math.Min(2, text.Length);
        if (text.Length < 2) return -1;
        char first = (char)read(text);
        if (!char.IsSurrogate(first)) return first;
        if (text.Length < 4 || !char.IsSurrogatePair(first, (char)read(text[2..]))) return -1;
        length = 4;
        return char.ConvertToUtf32(first, (char)read(text[2..]));
    }

    private static int Utf32(ReadOnlySpan<byte> text, out int length, Reader<uint> read)
    {
        length = Math.Min(4, text.Length);
        return text.Length >= 4 && Rune.IsValid(read(text)) ? (int)read(text) : -1;
    }

    private static byte[] Encode(Operation operation, List<int> points)
    {
        var text = new StringBuilder(points.Count);
        foreach (int point in points) text.Append(Rune.IsValid(point) ? new Rune(point).ToString() : "\uFFFD");
        Encoding encoding = operation.Attrs.Text("output_encoding") switch
        {
            "UTF-8" => Encoding.UTF8,
            "UTF-16-BE" => Encoding.BigEndianUnicode,
            "UTF-32-BE" => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
            var other => throw new OpException(operation, $"the encoding '{other}' is not known; use UTF-8, UTF-16-BE or UTF-32-BE."),
        };
        return encoding.GetBytes(text.ToString());
    }
}
