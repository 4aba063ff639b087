using System.Text;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The terms that a lookup knows, in order: strings or integers. Converts from arrays of either.</summary>
public sealed class Vocabulary : IConfigValue<Vocabulary>
{
    private Vocabulary(EagerTensor terms) => Terms = terms;

    /// <summary>The terms, a vector of strings or int64.</summary>
    public EagerTensor Terms { get; }

    /// <summary>The number of terms.</summary>
    public int Count => (int)Terms.Shape[0];

    /// <summary>Words.</summary>
    public static implicit operator Vocabulary(string[] words) => new(Tensor.FromStrings(words));

    /// <summary>Integers.</summary>
    public static implicit operator Vocabulary(long[] numbers) => new(Tensor.From(numbers));

    /// <summary>The terms as text, numbers in decimal.</summary>
    public string[] ToText() => Terms.DType == DType.String ? Terms.ToArray<string>() : Array.ConvertAll(Terms.ToArray<long>(), static number => number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Reads a list. A path to a file is refused: what a config names is never opened.</summary>
    public static Vocabulary ReadConfig(ConfigValue value)
    {
        if (value.IsString)
            throw value.Error(
                $"the vocabulary is a path, '{value.AsString()}'",
                "A config could name any file on this machine, so none is ever opened. Read the terms yourself, and give them to SetVocabulary.");
        var items = value.AsArray(static item => item);
        return items.Length > 0 && items[0].IsNumber ? value.AsArray(static item => item.AsInt64()) : value.AsArray(static item => item.AsString());
    }

    /// <summary>Writes a list.</summary>
    public void WriteConfig(ConfigWriter writer)
    {
        writer.BeginList();
        if (Terms.DType == DType.String) foreach (string word in Terms.ToArray<string>()) writer.Value(word);
        else foreach (long number in Terms.AsSpan<long>()) writer.Value(number);
        writer.EndList();
    }

    internal static Vocabulary Of(EagerTensor terms) => new(terms);

    /// <summary>One term a line, as files hold them.</summary>
    internal string ToLines() => string.Join('\n', ToText());

    /// <summary>Reads lines; empty ones at the end count for nothing.</summary>
    internal static Vocabulary OfLines(ReadOnlySpan<byte> text, DType dtype)
    {
        string[] lines = Encoding.UTF8.GetString(text).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (dtype == DType.String) return lines;
        return Array.ConvertAll(lines, static line => long.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
    }
}
