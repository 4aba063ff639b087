using System.Text;
using System.Text.Json;
using Keratin.Formats;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Saving;
using Keratin.Serialization;

namespace Keratin.Fuzz.Targets;

/// <summary>Loads models, layers and weights.</summary>
internal static class ModelTargets
{
    private static readonly Lazy<string[]> Architectures = new(static () => [.. ((string[])["mixed.json.k221", "mixed.json.k315"]).Select(static name => File.ReadAllText(Seed.PathOf($"corpus/{name}/model.json")))]);

    [ThreadStatic]
    private static Model[]? models;

    /// <summary>The layers that the vectors have, each with its config and the shape it is built for.</summary>
    public static IReadOnlyList<Seed> Layers { get; } = [.. Directory.GetFiles(Seed.PathOf("vectors/layers"), "*.json").Order(StringComparer.Ordinal).SelectMany(LayersOf)];

    public static void ReadModel(byte[] bytes) => Model.Load(bytes);

    /// <summary>Makes the model or layer that a config describes.</summary>
    public static void ReadConfig(byte[] json) =>
        ModelConfig.Guard("config", "", () => KerasSerializer.Deserialize<Layer>(json));

    /// <summary>Loads weights into a model of each dialect.</summary>
    public static void ReadWeights(byte[] bytes)
    {
        models ??= Array.ConvertAll(Architectures.Value, static json => Model.FromJson(json));
        var faults = new Faults();
        foreach (var model in models) faults.Try(() => model.LoadWeights(bytes));
        faults.Throw();
    }

    private static IEnumerable<Seed> LayersOf(string path)
    {
        using var cases = JsonDocument.Parse(File.ReadAllBytes(path));
        int number = 0;
        foreach (var @case in cases.RootElement.EnumerateArray())
        {
            if (!@case.TryGetProperty("class_name", out _)) continue;
            using var config = new MemoryStream();
            using (var writer = new Utf8JsonWriter(config))
            {
                writer.WriteStartObject();
                foreach (string key in (ReadOnlySpan<string>)["module", "class_name", "config", "registered_name", "build_config"])
                {
                    if (!@case.TryGetProperty(key, out var value)) continue;
                    writer.WritePropertyName(key);
                    value.WriteTo(writer);
                }
                writer.WriteEndObject();
            }
            byte[] json = config.ToArray();
            yield return new Seed($"vectors/layers/{Path.GetFileName(path)}#{number++}", () => json);
        }
    }
}
