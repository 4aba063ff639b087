using System.Text.Json;

namespace Keratin.Serialization;

/// <summary>Finds out which Keras wrote a config, from what only one of them writes.</summary>
internal static class DialectDetector
{
    private static readonly (string Key, Dialect Dialect)[] s_marks =
    [
        ("batch_input_shape", Dialect.Keras2),
        ("is_legacy_optimizer", Dialect.Keras2),
        ("batch_shape", Dialect.Keras3),
        ("build_input_shape", Dialect.Keras3),
        ("input_axes", Dialect.Keras3),
        ("lora_rank", Dialect.Keras3),
        ("quantization_config", Dialect.Keras3),
        ("loss_scale_factor", Dialect.Keras3),
    ];

    /// <summary>The dialect by the first telling key; Keras 3 where nothing tells.</summary>
    public static Dialect Detect(JsonElement json) => Search(json) ?? Dialect.Keras3;

    private static Dialect? Search(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in json.EnumerateObject())
            {
                if ((Mark(property) ?? Search(property.Value)) is { } found)
                {
                    return found;
                }
            }
        }
        else if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
            {
                if (Search(item) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private static Dialect? Mark(JsonProperty property)
    {
        foreach (var (key, dialect) in s_marks)
        {
            if (property.NameEquals(key))
            {
                return dialect;
            }
        }

        // Only Keras 3 writes dtype policies of this name.
        return property.NameEquals("class_name"u8) && property.Value.ValueKind == JsonValueKind.String
            && property.Value.ValueEquals("DTypePolicy"u8) ? Dialect.Keras3 : null;
    }
}
