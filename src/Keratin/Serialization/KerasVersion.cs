using System.Text.Json;

namespace Keratin.Serialization;

/// <summary>The versions of Keras whose files are written, and what follows from the version that a file names.</summary>
internal static class KerasVersion
{
    public const string Keras2 = "2.15.0", Keras3 = "3.15.1";

    public static string Of(Dialect dialect) => dialect == Dialect.Keras2 ? Keras2 : Keras3;

    /// <summary>The version that a JSON object tells at its top (<c>keras_version</c>); null if it doesn't.</summary>
    public static string? In(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("keras_version"u8, out var version) && version.ValueKind == JsonValueKind.String ? version.GetString() : null;

    /// <inheritdoc cref="In(JsonElement)"/>
    public static string? In(ReadOnlyMemory<byte> metadata)
    {
        try
        {
            using var document = JsonDocument.Parse(metadata);
            return In(document.RootElement);
        }
        catch (JsonException)
        {
            // The config tells as well; damaged metadata is no reason to refuse a model.
            return null;
        }
    }

    /// <summary>The dialect of a version such as <c>2.15.0</c>; null if it is no version of Keras.</summary>
    public static Dialect? DialectOf(string? version) => version switch
    {
        null => null,
        _ when version.StartsWith('3') => Dialect.Keras3,
        _ when version.StartsWith('2') || version.StartsWith('1') => Dialect.Keras2,
        _ => null,
    };
}
