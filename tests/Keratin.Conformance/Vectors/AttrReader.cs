using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Operations;

namespace Keratin.Conformance.Vectors;

/// <summary>Reads attributes that are written as in a NodeDef: <c>{"transpose_a": {"b": true}}</c>.</summary>
internal static class AttrReader
{
    public static Attrs Read(OpDef op, JsonElement json, Arrays arrays)
    {
        var given = new List<(string, AttrValue)>();
        foreach (var attr in json.EnumerateObject())
        {
            // TensorFlow keeps notes for itself in attributes with an underscore.
            if (attr.Name.StartsWith('_')) continue;
            given.Add((attr.Name, Value(op, attr.Name, attr.Value, arrays)));
        }
        return new Attrs(op, [.. given]);
    }

    private static AttrValue Value(OpDef op, string name, JsonElement json, Arrays arrays)
    {
        foreach (var part in json.EnumerateObject())
        {
            var value = part.Value;
            switch (part.Name)
            {
                case "type": return DTypes.Parse(value.GetString()!);
                case "shape": return Json.ToShape(value);
                case "i": return value.GetInt64();
                case "f": return Float(value);
                case "b": return value.GetBoolean();
                case "s": return value.GetString()!;
                case "s64": return value.GetBytesFromBase64();
                case "tensor": return arrays.Get(value);
                case "list": return List(op, name, value);
                case "func": throw new UnsupportedException($"attribute {name} of {op.Name} is a function");
            }
        }
        throw new FormatException($"Attribute {name} of {op.Name} has no value that is known: {json}");
    }

    private static AttrValue List(OpDef op, string name, JsonElement json)
    {
        foreach (var part in json.EnumerateObject())
        {
            var values = part.Value.EnumerateArray().ToArray();
            switch (part.Name)
            {
                case "type": return Array.ConvertAll(values, static v => DTypes.Parse(v.GetString()!));
                case "shape": return Array.ConvertAll(values, Json.ToShape);
                case "i": return Array.ConvertAll(values, static v => v.GetInt64());
                case "f": return Array.ConvertAll(values, Float);
                case "b": return Array.ConvertAll(values, static v => v.GetBoolean());
                case "s": return Array.ConvertAll(values, static v => v.GetString()!);
                case "s64": return Array.ConvertAll(values, static v => v.GetBytesFromBase64());
            }
        }
        // An empty list does not say what it would be a list of.
        return op.FindAttr(name)?.Kind switch
        {
            AttrKind.Ints => Array.Empty<long>(),
            AttrKind.Floats => Array.Empty<float>(),
            AttrKind.Bools => Array.Empty<bool>(),
            AttrKind.Types => Array.Empty<DType>(),
            AttrKind.Shapes => Array.Empty<Shape>(),
            _ => Array.Empty<byte[]>(),
        };
    }

    // Numbers that JSON can't say are written as text.
    private static float Float(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? float.Parse(json.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : (float)json.GetDouble();
}
