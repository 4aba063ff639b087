using System.Text;
using System.Text.Json.Nodes;

namespace Keratin.Fuzz.Mutations;

/// <summary>Changes values of a JSON text, so that it stays JSON.</summary>
internal static class JsonMutation
{
    public static byte[] Mutate(byte[] original, Random random) => Encoding.UTF8.GetBytes(Mutate(Encoding.UTF8.GetString(original), random));

    public static string Mutate(string original, Random random)
    {
        var root = JsonNode.Parse(original)!;
        for (int changes = random.Next(1, 3); changes > 0; changes--)
        {
            var places = new List<JsonNode>();
            Collect(root, places);
            Change(places[random.Next(places.Count)], random, places);
        }
        return root.ToJsonString();
    }

    private static void Collect(JsonNode? node, List<JsonNode> found)
    {
        var inside = node switch
        {
            JsonObject dictionary => dictionary.Select(static entry => entry.Value),
            JsonArray list => list,
            _ => [],
        };
        foreach (var child in inside)
        {
            if (child is null) continue;
            found.Add(child);
            Collect(child, found);
        }
    }

    private static void Change(JsonNode at, Random random, List<JsonNode> others)
    {
        JsonNode? value = random.Next(16) switch
        {
            0 => null,
            1 => JsonValue.Create(-1),
            2 => JsonValue.Create(0),
            3 => JsonValue.Create(int.MaxValue),
            4 => JsonValue.Create(1e300),
            5 => JsonValue.Create(0.5),
            6 => JsonValue.Create(""),
            7 => JsonValue.Create("dense"),
            8 => JsonValue.Create(true),
            9 => new JsonArray(),
            10 => new JsonObject(),
            11 => new JsonArray(1, "a", new JsonArray()),
            12 or 13 => others[random.Next(others.Count)].DeepClone(),
            14 => new JsonObject { ["class_name"] = "Dense", ["config"] = new JsonObject { ["units"] = 3 } },
            _ => JsonValue.Create(long.MinValue),
        };
        switch (at.Parent)
        {
            case JsonObject dictionary when random.Next(5) == 0: dictionary.Remove(at.GetPropertyName()); break;
            case JsonObject dictionary: dictionary[at.GetPropertyName()] = value; break;
            case JsonArray list when random.Next(5) == 0: list.RemoveAt(at.GetElementIndex()); break;
            case JsonArray list: list[at.GetElementIndex()] = value; break;
        }
    }
}
