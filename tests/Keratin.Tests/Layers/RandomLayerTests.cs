using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Keratin.Layers;
using Keratin.Serialization;

namespace Keratin.Tests.Layers;

/// <summary>What layers draw at random while training is what Keras 3 draws with the same seed; tests/tools/make_random_layers.py asked it.</summary>
public sealed class RandomLayerTests(string engine) : Testing.OnEachEngine(engine)
{
    private const int Seed = 1234;

    private static readonly JsonElement Answers = Read();

    public static IEnumerable<TestCaseData> Cases()
    {
        int number = 0;
        foreach (var entry in Answers.GetProperty("cases").EnumerateArray())
            yield return new TestCaseData(entry).SetArgDisplayNames($"{entry.GetProperty("layer").GetProperty("class_name").GetString()} {number++}");
    }

    [TestCaseSource(nameof(Cases))]
    public void A_layer_draws_what_Keras_3_draws(JsonElement entry)
    {
        Randomness.SetSeed(Seed);
        var config = entry.GetProperty("layer");
        // Of all layers, Keras leaves the seed out of this one's config.
        Layer layer = config.GetProperty("class_name").GetString() == "RandomGrayscale" ? new RandomGrayscale(0.5) { Seed = Seed }
            : KerasSerializer.Deserialize<Layer>(config, new ConfigReadOptions { Dialect = Dialect.Keras3 });
        var input = Tensor.From(Numbers(Answers.GetProperty(entry.GetProperty("input").GetString()!), out var shape), shape);
        foreach (var expected in entry.GetProperty("outputs").EnumerateArray())
        {
            float[] wanted = Numbers(expected, out var wantedShape);
            var output = layer.Apply(input, training: true);
            Assert.That(output.Shape, Is.EqualTo(wantedShape));
            float[] got = output.ToArray<float>();
            float scale = Math.Max(1, wanted.Max(Math.Abs));
            int differing = Enumerable.Range(0, got.Length).Count(i => !(Math.Abs(got[i] - wanted[i]) <= 2e-5f * scale));
            Assert.That(differing, Is.Zero, () => $"of {got.Length}, first {Enumerable.Range(0, got.Length).First(i => !(Math.Abs(got[i] - wanted[i]) <= 2e-5f * scale))}; {string.Join(" ", got[^12..])} instead of {string.Join(" ", wanted[^12..])}");
        }
    }

    private static JsonElement Read()
    {
        using var file = new GZipStream(File.OpenRead(TestData.Path("random", "layers.json.gz")), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<JsonElement>(file);
    }

    private static float[] Numbers(JsonElement packed, out Shape shape)
    {
        shape = Shape.Create([.. packed.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt64())]);
        return MemoryMarshal.Cast<byte, float>(packed.GetProperty("float32").GetBytesFromBase64()).ToArray();
    }
}
