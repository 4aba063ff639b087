using System.Text;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// A regular expression in RE2's syntax, written in .NET's: classes like <c>\w</c> are ASCII, <c>.</c> and character classes match whole
/// code points (.NET's match halves of those beyond 16 bits), and <c>$</c> is the very end.
/// </summary>
internal sealed class Re2Pattern(string pattern)
{
    private readonly StringBuilder result = new();
    private readonly Stack<(bool DotAll, bool Multiline)> flags = new([(false, false)]);
    private int at;

    /// <summary>The expression for .NET.</summary>
    /// <exception cref="FormatException">The pattern is not valid in RE2.</exception>
    public string Translate()
    {
        while (at < pattern.Length)
        {
            char c = pattern[at++];
            switch (c)
            {
                case '\\': Escape(); break;
                case '[': CharacterClass.Parse(pattern, ref at).Write(result); break;
                case '.': (flags.Peek().DotAll ? CharacterClass.Any : CharacterClass.NotNewline).Write(result); break;
                case '$': result.Append(flags.Peek().Multiline ? @"(?m:$)" : @"\z"); break;
                case '^': result.Append(flags.Peek().Multiline ? @"(?m:^)" : @"\A"); break;
                case '(': Group(); break;
                case ')':
                    if (flags.Count == 1) throw new FormatException("a ')' closes nothing.");
                    flags.Pop();
                    result.Append(')');
                    break;
                case '#' or ' ': result.Append('\\').Append(c); break;
                // Two halves of one character: what follows repeats both.
                case var _ when char.IsHighSurrogate(c) && at < pattern.Length: result.Append("(?:").Append(c).Append(pattern[at++]).Append(')'); break;
                default: result.Append(c); break;
            }
        }
        if (flags.Count != 1) throw new FormatException("a '(' is not closed.");
        return result.ToString();
    }

    private void Escape()
    {
        if (at == pattern.Length) throw new FormatException("it ends with a backslash.");
        char c = pattern[at];
        if (c is 'A' or 'z' or 'b' or 'B')
        {
            at++;
            result.Append('\\').Append(c);
        }
        else if (c == 'C')
        {
            at++;
            CharacterClass.Any.Write(result);
        }
        else if (c == 'Q')
        {
            int end = pattern.IndexOf(@"\E", ++at, StringComparison.Ordinal);
            result.Append(System.Text.RegularExpressions.Regex.Escape(pattern[at..(end < 0 ? pattern.Length : end)]));
            at = end < 0 ? pattern.Length : end + 2;
        }
        else
        {
            at--;
            var one = new CharacterClass();
            CharacterClass.ParseItem(pattern, ref at, one);
            one.Write(result);
        }
    }

    // Groups are numbered by their order only; names would change that in .NET.
    private void Group()
    {
        var current = flags.Peek();
        if (at == pattern.Length || pattern[at] != '?')
        {
            result.Append('(');
            flags.Push(current);
            return;
        }
        if (pattern.AsSpan(at) is ['?', 'P', '<', ..] or ['?', '<', not ('=' or '!'), ..])
        {
            at = pattern.IndexOf('>', at) is > 0 and var end ? end + 1 : throw new FormatException("the name of a group is not closed.");
            result.Append('(');
            flags.Push(current);
            return;
        }
        bool on = true;
        var letters = new StringBuilder();
        for (at++; at < pattern.Length && pattern[at] is not (':' or ')'); at++)
        {
            char flag = pattern[at];
            if (flag == '-') on = false;
            else if (flag == 's') current.DotAll = on;
            else if (flag == 'm') current.Multiline = on;
            else if (flag == 'i') letters.Append(on ? "i" : "-i");
            else throw new FormatException($"(?{flag} is not supported.");
        }
        if (at == pattern.Length) throw new FormatException("a group is not closed.");
        bool isGroup = pattern[at++] == ':';
        if (isGroup) flags.Push(current);
        else
        {
            flags.Pop();
            flags.Push(current);
        }
        if (letters.Length > 0 || isGroup) result.Append("(?").Append(letters).Append(isGroup ? ':' : ')');
    }
}
