using System.Text.Json;
using Keratin.Serialization;

namespace Keratin.Saving;

/// <summary>The versions of Keras whose files are written, and the dialect of a file by the version it names.</summary>
internal static class KerasVersion
{
    public const string Keras2 = "2.15.0", Keras3 = "3.15.1";

    public static string Of(Dialect dialect) => dialect == Serialization.Dialect.Keras2 ? Keras2 : Keras3;

    /// <summary>The dialect by <c>keras_version</c> in a JSON text; null if it does not say.</summary>
    public static Dialect? Dialect(string? metadata)
    {
        if (metadata is null) return null;
        try
        {
            using var document = JsonDocument.Parse(metadata);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("keras_version", out var version) ? OfVersion(version.GetString()) : null;
        }
        catch (JsonException)
        {
            // The config tells as well; damaged metadata is no reason to refuse a model.
            return null;
        }
    }

    public static Dialect? OfVersion(string? version) => version switch
    {
        null => null,
        _ when version.StartsWith('3') => Serialization.Dialect.Keras3,
        _ when version.StartsWith('2') || version.StartsWith('1') => Serialization.Dialect.Keras2,
        _ => null,
    };
}
