using System.Globalization;
using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Conformance.Vectors;
using Keratin.Layers;
using Keratin.Models;

namespace Keratin.Conformance.Corpus;

/// <summary>Inputs to outputs: through a compiled predict step, and by applying the model at once.</summary>
internal static class PredictTask
{
    public static void Run(CorpusCase @case, JsonElement task)
    {
        if (task.Find("signature") is { } signature) throw new UnsupportedException($"the signature {signature} can't be called yet");
        var inputs = Inputs(@case, task.GetProperty("inputs"));
        PartException.Name("predict", () => Check(@case, task, @case.Open(), model => model.PredictOnBatch(inputs)));
        PartException.Name("apply", () => Check(@case, task, @case.Open(), model => model.Apply(inputs)));
    }

    private static void Check(CorpusCase @case, JsonElement task, Model model, Func<Model, Tensors> run)
    {
        var comparison = task.Comparison();
        var results = run(model);
        foreach (var output in task.GetProperty("outputs").EnumerateObject())
        {
            var got = int.TryParse(output.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? results[index] : results[output.Name];
            comparison.Check($"output {output.Name}", got, @case.Arrays.Get(output.Value));
        }
    }

    private static Tensors Inputs(CorpusCase @case, JsonElement json)
    {
        var inputs = json.EnumerateObject().ToArray();
        if (inputs.All(static input => int.TryParse(input.Name, out _)))
        {
            var tensors = inputs.OrderBy(static input => int.Parse(input.Name, CultureInfo.InvariantCulture)).Select(Tensor (input) => @case.Arrays.Get(input.Value)).ToArray();
            return tensors.Length == 1 ? tensors[0] : (Tensors)tensors;
        }
        return Tensors.Dictionary(inputs.Select(input => KeyValuePair.Create(input.Name, (Tensor)@case.Arrays.Get(input.Value))));
    }
}
