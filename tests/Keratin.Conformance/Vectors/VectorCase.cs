using System.Text.Json;

namespace Keratin.Conformance.Vectors;

/// <summary>A case of the vectors as it stands in its file, with the arrays it names.</summary>
internal sealed record VectorCase(JsonElement Json, Arrays Arrays)
{
    /// <summary>The tolerances it states.</summary>
    public Comparison Comparison { get; } = Json.Comparison();
}
