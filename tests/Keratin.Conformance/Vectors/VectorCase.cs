using System.Text.Json;

namespace Keratin.Conformance.Vectors;

/// <summary>A case of the vectors as it stands in its file, with the arrays it names.</summary>
/// <param name="Json">The case.</param>
/// <param name="Arrays">Its arrays.</param>
/// <param name="Earlier">The cases before it in the file.</param>
internal sealed record VectorCase(JsonElement Json, Arrays Arrays, IEnumerable<VectorCase> Earlier)
{
    /// <summary>The tolerances it states.</summary>
    public Comparison Comparison { get; } = Json.Comparison();
}
