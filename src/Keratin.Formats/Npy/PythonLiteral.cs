using System.Globalization;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Npy;

/// <summary>Reads the few Python literals that a .npy header is made of.</summary>
internal ref struct PythonLiteral(ByteSource source, string place, string text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>The next character that is no white space, NUL at the end.</summary>
    public char Peek
    {
        get
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            {
                _at++;
            }
            return _at < _text.Length ? _text[_at] : '\0';
        }
    }

    public bool TryTake(char character)
    {
        bool taken = Peek == character;
        _at += taken ? 1 : 0;
        return taken;
    }

    public void Expect(char character)
    {
        if (!TryTake(character))
        {
            throw Bad($"'{character}'");
        }
    }

    /// <summary>A quoted string without escapes, which no dtype needs.</summary>
    public string String()
    {
        char quote = Peek;
        if (quote is not ('\'' or '"'))
        {
            throw Bad("a quoted string");
        }
        int length = _text[(_at + 1)..].IndexOf(quote);
        if (length < 0)
        {
            throw Bad("a closing quote");
        }
        string value = _text.Slice(_at + 1, length).ToString();
        _at += length + 2;
        return value;
    }

    public bool Boolean()
    {
        _ = Peek;
        if (_text[_at..].StartsWith("True"))
        {
            _at += 4;
            return true;
        }
        if (_text[_at..].StartsWith("False"))
        {
            _at += 5;
            return false;
        }
        throw Bad("True or False");
    }

    /// <summary>Whole numbers in parentheses; Python 2 wrote an L behind each.</summary>
    public List<long> Tuple(int most)
    {
        var numbers = new List<long>();
        Expect('(');
        while (!TryTake(')'))
        {
            _ = Peek;
            int digits = 0;
            while (_at + digits < _text.Length && char.IsAsciiDigit(_text[_at + digits]))
            {
                digits++;
            }
            if (numbers.Count == most
                || !long.TryParse(_text.Slice(_at, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                throw Bad($"at most {most} whole numbers");
            }
            _at += digits;
            numbers.Add(number);
            TryTake('L');
            if (!TryTake(','))
            {
                Expect(')');
                break;
            }
        }
        return numbers;
    }

    private ModelFormatException Bad(string expected)
    {
        string rest = _text[_at..].ToString();
        return source.Bad(place, rest.Length == 0 ? "its end" : $"'{(rest.Length > 40 ? rest[..40] + "…" : rest)}'", expected);
    }
}
