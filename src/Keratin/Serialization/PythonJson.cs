using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Keratin.Serialization;

/// <summary>
/// JSON as Python's <c>json</c> module writes it: besides the standard, numbers may be the bare words NaN, Infinity and -Infinity.
/// They are turned into marked strings, which <see cref="ConfigValue"/> takes for numbers.
/// </summary>
internal static class PythonJson
{
    /// <summary>A quote and the escape of a control character, with which no string in a config starts.</summary>
    private const int MarkLength = 7;

    private const int MaxDepth = 256;

    private static readonly (byte[] Word, byte[] Marked, double Value)[] s_words =
    [
        ("NaN"u8.ToArray(), "\"\\u0001NaN\""u8.ToArray(), double.NaN),
        ("-Infinity"u8.ToArray(), "\"\\u0001-Infinity\""u8.ToArray(), double.NegativeInfinity),
        ("Infinity"u8.ToArray(), "\"\\u0001Infinity\""u8.ToArray(), double.PositiveInfinity),
    ];

    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(Standard(json), new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            throw new KerasConfigException("", $"this is no JSON that Keras writes ({e.Message})", "The file may be cut or damaged; save the model again.", e);
        }
    }

    public static JsonNode ParseNode(ReadOnlyMemory<byte> json) =>
        JsonNode.Parse(Standard(json).Span, documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth })!;

    /// <summary>Whether a string is marked, so that it stands for a number.</summary>
    public static bool IsWord(JsonElement text) => JsonMarshal.GetRawUtf8Value(text).StartsWith(s_words[0].Marked.AsSpan(0, MarkLength));

    /// <summary>The number that a marked string stands for.</summary>
    public static double Word(JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        foreach (var word in s_words)
        {
            if (raw.SequenceEqual(word.Marked))
            {
                return word.Value;
            }
        }

        return double.NaN;
    }

    private static ReadOnlyMemory<byte> Standard(ReadOnlyMemory<byte> json)
    {
        var text = json.Span;
        if (text.StartsWith("\uFEFF"u8))
        {
            json = json[3..];
            text = json.Span;
        }

        if (text.IndexOf("NaN"u8) < 0 && text.IndexOf("Infinity"u8) < 0)
        {
            return json;
        }

        var output = new ArrayBufferWriter<byte>(text.Length + 256);
        while (!text.IsEmpty)
        {
            int length = NextPiece(text, out var replacement);
            output.Write(replacement is null ? text[..length] : replacement);
            text = text[length..];
        }

        return output.WrittenMemory;
    }

    /// <summary>The length of what comes next: a whole string, a word (with what replaces it), or one other byte.</summary>
    private static int NextPiece(ReadOnlySpan<byte> text, out byte[]? replacement)
    {
        replacement = null;
        if (text[0] == '"')
        {
            for (int i = 1; i < text.Length; i++)
            {
                if (text[i] == '\\')
                {
                    i++;
                }
                else if (text[i] == '"')
                {
                    return i + 1;
                }
            }

            return text.Length;
        }

        foreach (var word in s_words)
        {
            if (text.StartsWith(word.Word))
            {
                replacement = word.Marked;
                return word.Word.Length;
            }
        }

        return 1;
    }
}
