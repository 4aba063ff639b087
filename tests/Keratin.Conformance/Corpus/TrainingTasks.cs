using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Conformance.Vectors;

namespace Keratin.Conformance.Corpus;

/// <summary>Training that goes on from the saved state, and evaluation.</summary>
internal static class TrainingTasks
{
    public static void Resume(CorpusCase @case, JsonElement task)
    {
        var model = @case.Open();
        var comparison = task.Comparison();
        EagerTensor x = @case.Arrays.Get(task.GetProperty("x")), y = @case.Arrays.Get(task.GetProperty("y"));
        int size = task.GetProperty("batch_size").GetInt32();
        int batches = checked((int)((x.Shape[0] + size - 1) / size));
        int number = 0;
        foreach (var loss in task.GetProperty("losses").EnumerateArray())
        {
            int start = number % batches * size;
            model.ResetMetrics();
            var logs = model.TrainOnBatch(Rows(x, start, size), Rows(y, start, size));
            comparison.Check($"loss of batch {number}", logs["loss"], loss.GetDouble());
            number++;
        }
        var final = task.GetProperty("final_weights").EnumerateArray().ToArray();
        if (model.Weights.Count != final.Length) throw new MismatchException($"expected {final.Length} weights, got {model.Weights.Count}");
        for (int i = 0; i < final.Length; i++) comparison.Check($"final {model.Weights[i].Path}", model.Weights[i].Value, @case.Arrays.Get(final[i]));
    }

    public static void Evaluate(CorpusCase @case, JsonElement task)
    {
        var model = @case.Open();
        var logs = model.Evaluate(@case.Arrays.Get(task.GetProperty("x")), @case.Arrays.Get(task.GetProperty("y")), task.GetProperty("batch_size").GetInt32());
        foreach (var expected in task.GetProperty("results").EnumerateObject())
        {
            if (!logs.TryGetValue(expected.Name, out double got)) throw new MismatchException($"{expected.Name} is missing: got {logs}");
            task.Comparison().Check(expected.Name, got, expected.Value.GetDouble());
        }
    }

    private static EagerTensor Rows(EagerTensor tensor, int start, int count)
    {
        int rows = checked((int)tensor.Shape[0]);
        int end = Math.Min(start + count, rows), bytes = checked((int)tensor.ByteLength) / rows;
        return Tensor.FromBytes(tensor.DType, tensor.Shape.With(0, end - start), tensor.Bytes[(start * bytes)..(end * bytes)]);
    }
}
