using System.Text.Json;
using System.Text.Json.Serialization;

namespace Keratin.Benchmarks;

/// <summary>A measured median, in the same form as the peer's script prints it.</summary>
internal sealed record ResultLine(string Engine, string Metric, string Unit, string Better, double Median, double Min, double Max, int N);

/// <summary>A comparison: medians of seconds, and how many times as long the peer takes.</summary>
internal sealed record ComparisonLine(string Metric, string Engine, double Seconds, string Peer, double PeerSeconds, double Ratio);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ResultLine))]
[JsonSerializable(typeof(ComparisonLine))]
internal sealed partial class Lines : JsonSerializerContext
{
    public static void Print(ResultLine line) => Console.WriteLine(JsonSerializer.Serialize(line, Default.ResultLine));

    public static void Print(ComparisonLine line) => Console.WriteLine(JsonSerializer.Serialize(line, Default.ComparisonLine));
}
