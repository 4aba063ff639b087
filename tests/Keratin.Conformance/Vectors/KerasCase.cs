using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Serialization;

namespace Keratin.Conformance.Vectors;

/// <summary>Makes the object that a case describes, and checks that it would be written as it was read.</summary>
internal static class KerasCase
{
    public static Dialect Dialect(this VectorCase @case) => @case.Json.Text("keras") == "2" ? Serialization.Dialect.Keras2 : Serialization.Dialect.Keras3;

    /// <summary>The object, from its serialised form.</summary>
    /// <exception cref="UnsupportedException">Its class, or one that its config mentions, does not exist yet.</exception>
    public static T Build<T>(VectorCase @case, JsonElement? json = null) where T : KerasObject
    {
        if (KerasObjects.FindBuiltIn(@case.Json.Text("class_name"), @case.Json.Text("module"), typeof(T)) is null)
            throw new UnsupportedException($"there is no {typeof(T).Name.ToLowerInvariant()} {@case.Json.Text("class_name")}");
        if (MissingClass(@case.Json) is { } missing) throw new UnsupportedException($"there is no class {missing}");
        return KerasSerializer.Deserialize<T>(json ?? @case.Json, new ConfigReadOptions { Dialect = @case.Dialect() });
    }

    /// <summary>Compares the config that the object writes with the one it was made from.</summary>
    public static void CheckConfig(VectorCase @case, KerasObject value) => PartException.Name("config", () =>
        JsonComparison.Check("", JsonSerializer.SerializeToElement(value.GetConfig(@case.Dialect()), ConfigJson.Default.JsonObject), @case.Json.GetProperty("config")));

    /// <summary>The first class named anywhere in the JSON that Keratin doesn't have.</summary>
    public static string? MissingClass(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                    if (MissingClass(item) is { } missing) return missing;
                return null;
            case JsonValueKind.Object:
                if (json.TryGetProperty("class_name", out var name) && json.TryGetProperty("config", out _) && IsMissing(name.GetString()!)) return name.GetString();
                foreach (var property in json.EnumerateObject())
                    if (MissingClass(property.Value) is { } missing) return missing;
                return null;
            default:
                return null;
        }
    }

    // Values that are written like objects are read by what holds them.
    private static bool IsMissing(string name) =>
        name is not ("__tuple__" or "__numpy__" or "__tensor__" or "__ellipsis__" or "__lambda__" or "function" or "CompositeTensor" or "TypeSpec" or "TensorShape" or "DTypePolicy" or "Policy")
        && KerasObjects.FindCustom(name) is null && BuiltInClasses.Find(name) is null;
}
