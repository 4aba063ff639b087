using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Keratin.Operations;

/// <summary>
/// TensorFlow's op signatures, as an embedded text: <c>Name|inputs|outputs|attributes|flags</c>, sorted by name (flags: s stateful, m has a method of <c>Ops</c>).
/// An argument is <c>name:dtype</c>, <c>name:$TypeAttr</c>, <c>name:Number*…</c> or <c>name:[TypeList]</c>;
/// an attribute <c>name:kind</c> or <c>name:kind=default</c>, where the kind may be followed by <c>/mask</c>, the dtypes allowed as bits by
/// their numbers (hexadecimal), and by <c>&gt;minimum</c>, the least number or length. A line is found by bisection and parsed when first asked for.
/// </summary>
internal static class OpDefCatalogue
{
    private static readonly ConcurrentDictionary<string, OpDef?> Parsed = new();

    public static OpDef? Find(string name) => Parsed.TryGetValue(name, out var def) ? def : Parsed.GetOrAdd(name, static n => Parse(n));

    private static unsafe ReadOnlySpan<byte> Text
    {
        get
        {
            var stream = (UnmanagedMemoryStream)typeof(OpDefCatalogue).Assembly.GetManifestResourceStream("OpDefs.txt")!;
            return new(stream.PositionPointer, (int)stream.Length);
        }
    }

    private static OpDef? Parse(string name)
    {
        var line = FindLine(Text, Encoding.UTF8.GetBytes(name + "|"));
        if (line.IsEmpty) return null;
        string[] parts = Encoding.UTF8.GetString(line).Split('|');
        return new OpDef(parts[0], Split(parts[1], ParseArg), Split(parts[2], ParseArg), Split(parts[3], ParseAttr), parts[4].Contains('s'));
    }

    private static ReadOnlySpan<byte> FindLine(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        int low = 0, high = text.Length;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            int start = text[..middle].LastIndexOf((byte)'\n') + 1;
            int end = start + text[start..].IndexOf((byte)'\n');
            var line = text[start..end];
            if (line.StartsWith(key)) return line;
            // Names are compared without the separator: it sorts after letters, the end of a name before them.
            if (line[..line.IndexOf((byte)'|')].SequenceCompareTo(key[..^1]) < 0) low = end + 1; else high = start;
        }
        return default;
    }

    private static T[] Split<T>(string text, Converter<string, T> parse) => text.Length == 0 ? [] : Array.ConvertAll(text.Split(' '), parse);

    private static OpArg ParseArg(string text)
    {
        int colon = text.IndexOf(':');
        string name = text[..colon], type = text[(colon + 1)..].TrimStart('&');
        if (type[0] == '[') return new(name, DType.Invalid, null, null, type[1..^1]);
        int star = type.IndexOf('*');
        string? number = star < 0 ? null : type[..star];
        type = type[(star + 1)..];
        return type[0] == '$' ? new(name, DType.Invalid, type[1..], number, null) : new(name, DTypes.Parse(type), null, number, null);
    }

    private static OpAttr ParseAttr(string text)
    {
        int colon = text.IndexOf(':'), equals = text.IndexOf('=');
        string type = text[(colon + 1)..(equals < 0 ? text.Length : equals)];
        int slash = type.IndexOf('/'), greater = type.IndexOf('>'), end = slash >= 0 ? slash : greater >= 0 ? greater : type.Length;
        var kind = KindOf(type[..end]);
        return new(text[..colon], kind, equals < 0 ? default : ParseDefault(kind, text[(equals + 1)..]))
        {
            AllowedTypes = slash < 0 ? ~0UL : ulong.Parse(type.AsSpan(slash + 1, (greater < 0 ? type.Length : greater) - slash - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            Minimum = greater < 0 ? null : long.Parse(type.AsSpan(greater + 1), CultureInfo.InvariantCulture),
        };
    }

    private static AttrKind KindOf(string name) => name switch
    {
        "int" => AttrKind.Int,
        "float" => AttrKind.Float,
        "bool" => AttrKind.Bool,
        "type" => AttrKind.Type,
        "string" => AttrKind.String,
        "shape" => AttrKind.Shape,
        "tensor" => AttrKind.Tensor,
        "func" => AttrKind.Func,
        "list(int)" => AttrKind.Ints,
        "list(float)" => AttrKind.Floats,
        "list(bool)" => AttrKind.Bools,
        "list(type)" => AttrKind.Types,
        "list(string)" => AttrKind.Strings,
        "list(shape)" => AttrKind.Shapes,
        "list(func)" => AttrKind.Funcs,
        _ => AttrKind.None,
    };

    private static AttrValue ParseDefault(AttrKind kind, string text) => kind switch
    {
        AttrKind.Int => long.Parse(text, CultureInfo.InvariantCulture),
        AttrKind.Float => float.Parse(text, CultureInfo.InvariantCulture),
        AttrKind.Bool => text == "true",
        AttrKind.Type => DTypes.Parse(text),
        AttrKind.String => Uri.UnescapeDataString(text),
        AttrKind.Shape => text == "unknown" ? Shape.Unknown : Shape.Create(List(text, static item => long.Parse(item, CultureInfo.InvariantCulture))),
        AttrKind.Ints => List(text, static item => long.Parse(item, CultureInfo.InvariantCulture)),
        AttrKind.Floats => List(text, static item => float.Parse(item, CultureInfo.InvariantCulture)),
        AttrKind.Bools => List(text, static item => item == "true"),
        AttrKind.Types => List(text, DTypes.Parse),
        AttrKind.Strings => List(text, Uri.UnescapeDataString),
        AttrKind.Shapes => Array.Empty<Shape>(),
        AttrKind.Funcs => Array.Empty<Graphs.FunctionGraph>(),
        _ => default,
    };

    private static T[] List<T>(string text, Converter<string, T> parse) => text == "()" ? [] : Array.ConvertAll(text[1..^1].Split(';'), parse);
}
