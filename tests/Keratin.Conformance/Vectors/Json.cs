using System.Text.Json;

namespace Keratin.Conformance.Vectors;

/// <summary>Small readings of JSON that several groups need.</summary>
internal static class Json
{
    /// <summary>A list of sizes, null or -1 for unknown; null for a shape of unknown rank.</summary>
    public static Shape ToShape(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) return Shape.Unknown;
        var dims = new List<long>();
        foreach (var dim in json.EnumerateArray()) dims.Add(dim.ValueKind == JsonValueKind.Null ? -1 : dim.GetInt64());
        return Shape.Create([.. dims]);
    }

    /// <summary>The property, or null if it is absent or null.</summary>
    public static JsonElement? Find(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    /// <summary>How exactly the case is to be met.</summary>
    public static Comparison Comparison(this JsonElement json) => new(json.GetProperty("rtol").GetDouble(), json.GetProperty("atol").GetDouble());
}
