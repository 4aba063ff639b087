using System.Globalization;
using System.Text;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>StringLower and StringUpper: of ASCII letters only, or of all letters, where one may become several.</summary>
internal static class Casing
{
    // Letters whose capital form is several (Unicode's SpecialCasing): the letter, then what it becomes.
    private const string Several =
        "\u00DFSS;\u0149\u02BCN;\u01F0J\u030C;\u0390\u0399\u0308\u0301;\u03B0\u03A5\u0308\u0301;\u0587\u0535\u0552;\u1E96H\u0331;" +
        "\u1E97T\u0308;\u1E98W\u030A;\u1E99Y\u030A;\u1E9AA\u02BE;\u1F50\u03A5\u0313;\u1F52\u03A5\u0313\u0300;" +
        "\u1F54\u03A5\u0313\u0301;\u1F56\u03A5\u0313\u0342;\u1FB2\u1FBA\u0399;\u1FB3\u0391\u0399;\u1FB4\u0386\u0399;" +
        "\u1FB6\u0391\u0342;\u1FB7\u0391\u0342\u0399;\u1FBC\u0391\u0399;\u1FC2\u1FCA\u0399;\u1FC3\u0397\u0399;\u1FC4\u0389\u0399;" +
        "\u1FC6\u0397\u0342;\u1FC7\u0397\u0342\u0399;\u1FCC\u0397\u0399;\u1FD2\u0399\u0308\u0300;\u1FD3\u0399\u0308\u0301;" +
        "\u1FD6\u0399\u0342;\u1FD7\u0399\u0308\u0342;\u1FE2\u03A5\u0308\u0300;\u1FE3\u03A5\u0308\u0301;\u1FE4\u03A1\u0313;" +
        "\u1FE6\u03A5\u0342;\u1FE7\u03A5\u0308\u0342;\u1FF2\u1FFA\u0399;\u1FF3\u03A9\u0399;\u1FF4\u038F\u0399;\u1FF6\u03A9\u0342;" +
        "\u1FF7\u03A9\u0342\u0399;\u1FFC\u03A9\u0399;\uFB00FF;\uFB01FI;\uFB02FL;\uFB03FFI;\uFB04FFL;\uFB05ST;\uFB06ST;" +
        "\uFB13\u0544\u0546;\uFB14\u0544\u0535;\uFB15\u0544\u053B;\uFB16\u054E\u0546;\uFB17\u0544\u053D";

    private static readonly Lazy<Dictionary<char, string>> Capitals = new(MakeCapitals);

    public static Func<byte[], byte[]> Of(Operation operation, bool upper)
    {
        string encoding = operation.Attrs.Text("encoding");
        if (encoding.Length == 0) return upper ? static text => Ascii(text, 'a', 'z') : static text => Ascii(text, 'A', 'Z');
        if (!encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase)) throw new OpException(operation, $"encoding '{encoding}' is not known; it is utf-8, or empty for ASCII.");
        return upper ? static text => Encoding.UTF8.GetBytes(Upper(Encoding.UTF8.GetString(text))) : static text => Encoding.UTF8.GetBytes(Lower(Encoding.UTF8.GetString(text)));
    }

    private static byte[] Ascii(byte[] text, char first, char last)
    {
        var changed = (byte[])text.Clone();
        foreach (ref byte b in changed.AsSpan())
            if (b >= first && b <= last) b ^= 0x20;
        return changed;
    }

    private static string Upper(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.IsBmp && rune.Value >= 0xDF && Capitals.Value.TryGetValue((char)rune.Value, out var several)) result.Append(several);
            else result.Append(Rune.ToUpperInvariant(rune).ToString());
        return result.ToString();
    }

    private static string Lower(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u0130') result.Append("i\u0307");
            else if (text[i] == '\u03A3') result.Append(IsFinal(text, i) ? '\u03C2' : '\u03C3');
            else if (char.IsSurrogatePair(text, i))
            {
                result.Append(Rune.ToLowerInvariant(Rune.GetRuneAt(text, i)).ToString());
                i++;
            }
            else result.Append(char.ToLowerInvariant(text[i]));
        }
        return result.ToString();
    }

    // A sigma ends a word if a letter goes before it and none follows.
    private static bool IsFinal(string text, int at)
    {
        int before = at - 1, after = at + 1;
        while (before >= 0 && IsIgnored(text[before])) before--;
        while (after < text.Length && IsIgnored(text[after])) after++;
        return before >= 0 && char.IsLetter(text[before]) && !(after < text.Length && char.IsLetter(text[after]));
    }

    private static bool IsIgnored(char c) => c is '\'' or '.' or ':' or '\u00B7' or '\u2019' or '\u2018' or '^' or '`' || char.GetUnicodeCategory(c) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;

    private static Dictionary<char, string> MakeCapitals()
    {
        var capitals = new Dictionary<char, string>();
        foreach (string entry in Several.Split(';')) capitals[entry[0]] = entry[1..];
        // Greek vowels with iota subscript: the capital without it, then a capital iota.
        for (int i = 0; i < 0x30; i++)
            capitals[(char)(0x1F80 + i)] = $"{(char)((i < 0x10 ? 0x1F08 : i < 0x20 ? 0x1F28 : 0x1F68) + i % 8)}\u0399";
        return capitals;
    }
}
