using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>RegexFullMatch and RegexReplace over RE2's syntax, in time linear in the text, as RE2.</summary>
internal static class Regexes
{
    private const int MostKept = 256;
    private static readonly ConcurrentDictionary<string, Regex> Known = new();

    public static EagerTensor[] FullMatch(Operation operation, EagerTensor[] inputs)
    {
        var regex = Find(operation, $"^(?:{Pattern(operation, inputs)})$");
        var matches = new bool[inputs[0].Objects.Length];
        for (int i = 0; i < matches.Length; i++)
        {
            byte[] text = (byte[])inputs[0].Objects[i];
            matches[i] = regex.IsMatch(Text.EncodingOf(text).GetString(text));
        }
        return [Tensor.From(matches, inputs[0].Shape)];
    }

    public static EagerTensor[] Replace(Operation operation, EagerTensor[] inputs)
    {
        var regex = Find(operation, Pattern(operation, inputs));
        string rewrite = operation.Op.Name == "RegexReplace" ? Text.Single(inputs[2]) : operation.Attrs.Text("rewrite");
        CheckRewrite(operation, rewrite, regex);
        bool all = operation.Attrs.Bool("replace_global");
        return [Text.Of(inputs[0].Shape, Array.ConvertAll(inputs[0].Objects.ToArray(), element => Replace((byte[])element, regex, rewrite, all)))];
    }

    private static string Pattern(Operation operation, EagerTensor[] inputs) =>
        operation.Op.Name.StartsWith("Static", StringComparison.Ordinal) ? operation.Attrs.Text("pattern") : Text.Single(inputs[1]);

    private static Regex Find(Operation operation, string pattern)
    {
        if (Known.TryGetValue(pattern, out var known)) return known;
        try
        {
            var made = new Regex(new Re2Pattern(pattern).Translate(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            if (Known.Count >= MostKept) Known.Clear();
            return Known[pattern] = made;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or FormatException)
        {
            throw new OpException(operation, $"the regular expression '{pattern}' is not valid: {e.Message}", e);
        }
    }

    private static byte[] Replace(byte[] bytes, Regex regex, string rewrite, bool all)
    {
        var encoding = Text.EncodingOf(bytes);
        string text = encoding.GetString(bytes);
        StringBuilder? result = null;
        int done = 0, lastEnd = -1;
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
        {
            // An empty match right behind another one does not count.
            if (match.Length == 0 && match.Index == lastEnd) continue;
            result ??= new StringBuilder();
            result.Append(text, done, match.Index - done);
            Append(result, match, rewrite);
            done = lastEnd = match.Index + match.Length;
            if (!all) break;
        }
        return result is null ? bytes : encoding.GetBytes(result.Append(text, done, text.Length - done).ToString());
    }

    private static void Append(StringBuilder result, Match match, string rewrite)
    {
        for (int i = 0; i < rewrite.Length; i++)
        {
            if (rewrite[i] != '\\') result.Append(rewrite[i]);
            else if (char.IsAsciiDigit(rewrite[++i])) result.Append(match.Groups[rewrite[i] - '0'].ValueSpan);
            else result.Append('\\');
        }
    }

    private static void CheckRewrite(Operation operation, string rewrite, Regex regex)
    {
        for (int i = 0; i < rewrite.Length; i++)
        {
            if (rewrite[i] != '\\') continue;
            char next = ++i < rewrite.Length ? rewrite[i] : '\0';
            if (next != '\\' && !char.IsAsciiDigit(next)) throw new OpException(operation, $"the rewrite '{rewrite}' has a backslash that no digit and no backslash follows.");
            if (char.IsAsciiDigit(next) && next - '0' >= regex.GetGroupNumbers().Length) throw new OpException(operation, $"the rewrite '{rewrite}' asks for group {next}, which the pattern does not have.");
        }
    }
}
