using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Conformance.Vectors;
using Keratin.Layers;
using Keratin.Models;

namespace Keratin.Conformance.Corpus;

/// <summary>The number of parameters, and the layers in order.</summary>
internal static class SummaryTask
{
    public static void Run(CorpusCase @case, JsonElement task)
    {
        var model = @case.Open();
        var exactly = new Comparison(0, 0);
        exactly.Check("parameters", model.CountParameters(), task.GetProperty("params").GetDouble());
        exactly.Check("trainable parameters", model.TrainableWeights.Sum(static weight => weight.Shape.ElementCount), task.GetProperty("trainable").GetDouble());
        string expected = string.Join(", ", task.GetProperty("layers").EnumerateArray().Select(static layer => $"{layer[1]} {layer[0]}"));
        string got = string.Join(", ", model.Layers.Select(static layer => $"{layer.ClassName} {layer.Name}"));
        if (got != expected) throw new MismatchException($"layers: expected {expected}; got {got}");
    }
}

/// <summary>The weights in order: values, names, and whether they are trained.</summary>
internal static class WeightsTask
{
    public static void Run(CorpusCase @case, JsonElement task)
    {
        Check(@case, task, @case.Open());
        if (@case.Format == "weights-h5-legacy") PartException.Name("by name", () => Check(@case, task, @case.Open(byName: true)));
    }

    private static void Check(CorpusCase @case, JsonElement task, Model model)
    {
        var expected = task.GetProperty("weights").EnumerateArray().ToArray();
        var exactly = new Comparison(0, 0);
        var weights = model.Weights;
        if (weights.Count != expected.Length) throw new MismatchException($"expected {expected.Length} weights, got {weights.Count}");
        for (int i = 0; i < expected.Length; i++) exactly.Check(expected[i].Text("name"), weights[i].Value, @case.Arrays.Get(expected[i].GetProperty("key")));
        string names = string.Join(", ", expected.Select(static weight => Bare(weight.Text("name"))));
        string got = string.Join(", ", weights.Select(static weight => weight.Path));
        if (names != got) throw new MismatchException($"names: expected {names}; got {got}");
        var trained = new HashSet<Weight>(model.TrainableWeights);
        for (int i = 0; i < expected.Length; i++)
            if (trained.Contains(weights[i]) != expected[i].GetProperty("trainable").GetBoolean()) throw new MismatchException($"{weights[i].Path}: expected trainable to be {expected[i].GetProperty("trainable")}");
    }

    // TensorFlow puts the number of the output behind a variable's name.
    private static string Bare(string name) => name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name;
}

/// <summary>An architecture that is read and written says the same.</summary>
internal static class ConfigTask
{
    public static void Run(CorpusCase @case, JsonElement task)
    {
        var model = @case.Open();
        using var written = JsonDocument.Parse(model.ToJson());
        using var read = JsonDocument.Parse(File.ReadAllBytes(@case.Artefact));
        JsonComparison.Check("", written.RootElement, read.RootElement);
    }
}
