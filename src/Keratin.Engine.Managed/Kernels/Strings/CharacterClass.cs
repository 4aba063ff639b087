using System.Globalization;
using System.Text;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>A set of code points, as RE2 writes it in brackets and as .NET's UTF-16 expressions can match it.</summary>
internal sealed class CharacterClass
{
    private const int Last = 0x10FFFF;
    private static readonly (int First, int Last)[] Digits = [('0', '9')], Words = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')], Spaces = [(9, 10), (12, 13), (' ', ' ')];

    private readonly List<(int First, int Last)> ranges = [];
    private readonly StringBuilder categories = new();
    private bool negated;

    /// <summary>All code points.</summary>
    public static CharacterClass Any { get; } = Except();

    /// <summary>All code points but the end of a line.</summary>
    public static CharacterClass NotNewline { get; } = Except(('\n', '\n'));

    private static CharacterClass Except(params ReadOnlySpan<(int, int)> excluded)
    {
        var all = new CharacterClass { negated = true };
        all.ranges.AddRange(excluded);
        return all;
    }

    /// <summary>Reads a class whose opening bracket was read.</summary>
    public static CharacterClass Parse(string pattern, ref int at)
    {
        var set = new CharacterClass();
        if (at < pattern.Length && pattern[at] == '^')
        {
            set.negated = true;
            at++;
        }
        for (bool first = true; ; first = false)
        {
            if (at >= pattern.Length) throw new FormatException("a '[' is not closed.");
            if (pattern[at] == ']' && !first)
            {
                at++;
                return set;
            }
            if (pattern.AsSpan(at).StartsWith("[:") && pattern.IndexOf(":]", at, StringComparison.Ordinal) is > 0 and var end)
            {
                set.AddNamed(pattern[(at + 2)..end]);
                at = end + 2;
                continue;
            }
            int from = ParseItem(pattern, ref at, set);
            // A range, unless the hyphen is the last before the bracket.
            if (from >= 0 && at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                at++;
                var other = new CharacterClass();
                int to = ParseItem(pattern, ref at, other);
                if (to < from) throw new FormatException("the ends of a range are in the wrong order.");
                set.ranges[^1] = (from, to);
            }
        }
    }

    /// <summary>Reads one character or escape into a class; returns the code point, or -1 if it is a class of its own.</summary>
    public static int ParseItem(string pattern, ref int at, CharacterClass set)
    {
        int point;
        if (pattern[at] != '\\') point = Next(pattern, ref at);
        else
        {
            if (++at == pattern.Length) throw new FormatException("it ends with a backslash.");
            char c = pattern[at];
            switch (c)
            {
                case 'd' or 'D': at++; return set.Add(Digits, c == 'D');
                case 'w' or 'W': at++; return set.Add(Words, c == 'W');
                case 's' or 'S': at++; return set.Add(Spaces, c == 'S');
                case 'p' or 'P': at++; return set.AddCategory(pattern, ref at, c == 'P');
                case 'x': at++; point = Hexadecimal(pattern, ref at); break;
                case >= '0' and <= '7': point = Octal(pattern, ref at); break;
                case 'a': at++; point = 7; break;
                case 'f': at++; point = 12; break;
                case 'n': at++; point = 10; break;
                case 'r': at++; point = 13; break;
                case 't': at++; point = 9; break;
                case 'v': at++; point = 11; break;
                case var letter when char.IsAsciiLetterOrDigit(letter): throw new FormatException($"the escape \\{letter} is not known.");
                default: point = Next(pattern, ref at); break;
            }
        }
        set.ranges.Add((point, point));
        return point;
    }

    /// <summary>Writes the class: what has 16 bits in brackets, what has more as pairs.</summary>
    public void Write(StringBuilder target)
    {
        if (categories.Length > 0)
        {
            // Categories are .NET's, which knows them for 16 bits only.
            target.Append(negated ? @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^" : "[");
            foreach (var (first, last) in ranges) Range(target, first, Math.Min(last, 0xFFFF));
            target.Append(categories).Append(negated ? @"\uD800-\uDFFF])" : "]");
            return;
        }
        var parts = new List<string>();
        var low = new StringBuilder();
        foreach (var (first, last) in Normalized())
        {
            if (first <= 0xFFFF) Range(low, first, Math.Min(last, 0xFFFF));
            if (last > 0xFFFF) Pairs(parts, Math.Max(first, 0x10000), last);
        }
        if (low.Length > 0) parts.Insert(0, $"[{low}]");
        // An empty class matches nothing.
        target.Append(parts.Count switch { 0 => @"[^\s\S]", 1 when low.Length > 0 => parts[0], _ => $"(?:{string.Join('|', parts)})" });
    }

    private List<(int First, int Last)> Normalized()
    {
        ranges.Sort();
        List<(int First, int Last)> merged = [];
        foreach (var range in ranges)
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1) merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            else merged.Add(range);
        if (!negated) return merged;
        List<(int First, int Last)> rest = [];
        int next = 0;
        foreach (var (first, last) in merged)
        {
            if (first > next) rest.Add((next, first - 1));
            next = last + 1;
        }
        if (next <= Last) rest.Add((next, Last));
        return rest;
    }

    private static void Range(StringBuilder target, int first, int last)
    {
        if (last < first) return;
        // Cut out the halves of pairs, which .NET would take for characters.
        if (first < 0xD800 && last > 0xDFFF)
        {
            Range(target, first, 0xD7FF);
            Range(target, 0xE000, last);
            return;
        }
        target.Append($"\\u{first:X4}");
        if (last > first) target.Append($"-\\u{last:X4}");
    }

    private static void Pairs(List<string> parts, int first, int last)
    {
        int high = 0xD800 + ((first - 0x10000) >> 10), lastHigh = 0xD800 + ((last - 0x10000) >> 10), low = 0xDC00 + (first & 0x3FF), lastLow = 0xDC00 + (last & 0x3FF);
        if (high == lastHigh)
        {
            parts.Add($"\\u{high:X4}[\\u{low:X4}-\\u{lastLow:X4}]");
            return;
        }
        if (low > 0xDC00) parts.Add($"\\u{high++:X4}[\\u{low:X4}-\\uDFFF]");
        int fullLast = lastLow == 0xDFFF ? lastHigh : lastHigh - 1;
        if (high <= fullLast) parts.Add($"[\\u{high:X4}-\\u{fullLast:X4}][\\uDC00-\\uDFFF]");
        if (lastLow < 0xDFFF) parts.Add($"\\u{lastHigh:X4}[\\uDC00-\\u{lastLow:X4}]");
    }

    private int Add((int First, int Last)[] added, bool complement)
    {
        if (!complement) ranges.AddRange(added);
        else
        {
            int next = 0;
            foreach (var (first, last) in added)
            {
                ranges.Add((next, first - 1));
                next = last + 1;
            }
            ranges.Add((next, Last));
        }
        return -1;
    }

    private void AddNamed(string name)
    {
        bool complement = name.StartsWith('^');
        (int, int)[] named = name.TrimStart('^') switch
        {
            "alnum" => [('0', '9'), ('A', 'Z'), ('a', 'z')],
            "alpha" => [('A', 'Z'), ('a', 'z')],
            "ascii" => [(0, 127)],
            "blank" => [(9, 9), (' ', ' ')],
            "cntrl" => [(0, 31), (127, 127)],
            "digit" => Digits,
            "graph" => [('!', '~')],
            "lower" => [('a', 'z')],
            "print" => [(' ', '~')],
            "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
            "space" => [(9, 13), (' ', ' ')],
            "upper" => [('A', 'Z')],
            "word" => Words,
            "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
            _ => throw new FormatException($"the class [:{name}:] is not known."),
        };
        Add(named, complement);
    }

    private int AddCategory(string pattern, ref int at, bool complement)
    {
        if (at == pattern.Length) throw new FormatException("a category is missing.");
        string name = pattern[at].ToString();
        if (pattern[at++] == '{')
        {
            int end = pattern.IndexOf('}', at);
            if (end < 0) throw new FormatException("a category is not closed.");
            name = pattern[at..end];
            at = end + 1;
        }
        if (name.StartsWith('^')) (name, complement) = (name[1..], !complement);
        categories.Append($"\\{(complement ? 'P' : 'p')}{{{name}}}");
        return -1;
    }

    private static int Next(string pattern, ref int at)
    {
        int point = char.IsSurrogatePair(pattern, at) ? char.ConvertToUtf32(pattern, at) : pattern[at];
        at += point > 0xFFFF ? 2 : 1;
        return point;
    }

    private static int Hexadecimal(string pattern, ref int at)
    {
        int start = at, end = at + 2;
        if (at < pattern.Length && pattern[at] == '{')
        {
            start++;
            end = pattern.IndexOf('}', at);
        }
        if (end < start || end > pattern.Length || !int.TryParse(pattern.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int point) || point > Last)
            throw new FormatException("a \\x is not followed by a code point.");
        at = start > at ? end + 1 : end;
        return point;
    }

    private static int Octal(string pattern, ref int at)
    {
        int point = 0;
        for (int i = 0; i < 3 && at < pattern.Length && pattern[at] is >= '0' and <= '7'; i++) point = point * 8 + pattern[at++] - '0';
        return point;
    }
}
