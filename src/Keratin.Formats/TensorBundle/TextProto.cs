using System.Globalization;
using System.Text;

namespace Keratin.Formats.TensorBundle;

/// <summary>Protocol buffers as text, as far as a flat message needs it: names, numbers, and strings with C's escapes.</summary>
internal static class TextProto
{
    public static IEnumerable<(string Name, string Value)> Read(string text, string path)
    {
        int number = 0;
        foreach (string whole in text.Split('\n'))
        {
            number++;
            string line = whole.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
            {
                throw Bad(path, number, line, "name: value");
            }
            string value = line[(colon + 1)..].Trim();
            yield return (line[..colon].Trim(), value.Length > 0 && value[0] is '"' or '\'' ? Unquote(value, path, number) : value);
        }
    }

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            quoted.Append(value switch
            {
                (byte)'"' => "\\\"",
                (byte)'\\' => "\\\\",
                (byte)'\n' => "\\n",
                (byte)'\r' => "\\r",
                (byte)'\t' => "\\t",
                >= 0x20 and < 0x7f => ((char)value).ToString(),
                _ => $"\\{Convert.ToString(value, 8).PadLeft(3, '0')}",
            });
        }
        return quoted.Append('"').ToString();
    }

    private static string Unquote(string quoted, string path, int line)
    {
        char quote = quoted[0];
        var bytes = new List<byte>();
        for (int i = 1; i < quoted.Length; i++)
        {
            char next = quoted[i];
            if (next == quote)
            {
                return Encoding.UTF8.GetString([.. bytes]);
            }
            if (next != '\\')
            {
                // Characters that are not escaped stand as they are, in UTF-8.
                int length = char.IsHighSurrogate(next) && i + 1 < quoted.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(quoted.Substring(i, length)));
                i += length - 1;
                continue;
            }
            if (++i >= quoted.Length)
            {
                break;
            }
            bytes.Add(quoted[i] switch
            {
                'n' => (byte)'\n',
                'r' => (byte)'\r',
                't' => (byte)'\t',
                'x' => Digits(16, 2),
                >= '0' and <= '7' => Octal(),
                var other => (byte)other,
            });

            byte Octal()
            {
                i--;
                return Digits(8, 3);
            }

            byte Digits(int radix, int most)
            {
                int value = 0;
                for (int count = 0; count < most && i + 1 < quoted.Length && Digit(quoted[i + 1]) is >= 0 and var digit && digit < radix; count++, i++)
                {
                    value = (value * radix) + digit;
                }
                return (byte)value;
            }
        }
        throw Bad(path, line, quoted, "a string that ends with its quote");
    }

    private static int Digit(char digit) => char.IsAsciiHexDigit(digit) ? int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : -1;

    private static ModelFormatException Bad(string path, int line, string found, string expected) => new(path, $"line {line}", found.Length > 80 ? found[..80] : found, expected);
}
