using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Keratin.Conformance.Running;

namespace Keratin.Conformance.Vectors;

/// <summary>Compares JSON by what it says: the order of keys does not count, and 1 equals 1.0.</summary>
internal static class JsonComparison
{
    // Versions of Keras differ in what they wrap a class and its config in, and number shared objects as they like.
    private static readonly string[] Wrapping = ["module", "registered_name", "build_config"];

    /// <exception cref="MismatchException">They differ; says where.</exception>
    public static void Check(string path, JsonElement got, JsonElement expected)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object when got.ValueKind == JsonValueKind.Object:
                foreach (var property in expected.EnumerateObject().Where(static property => property.Name is not ("shared_object_id" or "keras_version")))
                    Check($"{path}.{property.Name}", got.TryGetProperty(property.Name, out var value) ? value : throw new MismatchException($"{path}: the key '{property.Name}' is missing"), property.Value);
                foreach (var property in got.EnumerateObject())
                    if (!expected.TryGetProperty(property.Name, out _) && !IsWrapping(property.Name, expected)) throw new MismatchException($"{path}: there is a key '{property.Name}' too many");
                return;
            case JsonValueKind.Array when got.ValueKind == JsonValueKind.Array:
                if (got.GetArrayLength() != expected.GetArrayLength()) break;
                for (int i = 0; i < expected.GetArrayLength(); i++) Check($"{path}[{i}]", got[i], expected[i]);
                return;
            case JsonValueKind.Number when got.ValueKind == JsonValueKind.Number:
                if (got.GetDouble().Equals(expected.GetDouble())) return;
                break;
            case JsonValueKind.String when got.ValueKind == JsonValueKind.String:
                if (Module(got.GetString()!) == Module(expected.GetString()!)) return;
                break;
            default:
                if (got.ValueKind == expected.ValueKind) return;
                break;
        }
        throw new MismatchException($"{path}: expected {Short(expected)}, got {Short(got)}");
    }

    // Keras 2 goes by tf_keras since Keras 3 has its name.
    private static string Module(string text) => text.StartsWith("tf_keras.", StringComparison.Ordinal) ? text["tf_".Length..] : text;

    private static bool IsWrapping(string key, JsonElement expected) =>
        key == "shared_object_id" || (Wrapping.Contains(key) && expected.TryGetProperty("class_name", out _));

    private static string Short(JsonElement json) => json.GetRawText() is { Length: > 120 } text ? text[..120] + "…" : json.GetRawText();
}

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ConfigJson : JsonSerializerContext;
