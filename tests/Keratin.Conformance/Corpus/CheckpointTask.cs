using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Conformance.Vectors;
using Keratin.Saving.Checkpoints;

namespace Keratin.Conformance.Corpus;

/// <summary>A checkpoint's tensors: names, dtypes, shapes and values, and which checkpoint of a folder is the newest.</summary>
internal static class CheckpointTask
{
    public static void Run(CorpusCase @case, JsonElement task)
    {
        if (@case.Json.Find("latest") is { } latest && Path.GetFileName(CheckpointFolder.LatestCheckpoint(@case.Artefact)) != latest.GetString())
            throw new MismatchException($"expected the newest checkpoint to be {latest}, got {CheckpointFolder.LatestCheckpoint(@case.Artefact)}");
        using var reader = CheckpointReader.Open(@case.Artefact);
        var expected = task.GetProperty("tensors").EnumerateObject().ToArray();
        string names = string.Join(", ", expected.Select(static tensor => tensor.Name).Order(StringComparer.Ordinal)), got = string.Join(", ", reader.Variables.Keys);
        if (names != got) throw new MismatchException($"tensors: expected {names}; got {got}");
        var exactly = new Comparison(0, 0);
        foreach (var tensor in expected)
        {
            var (dtype, shape, _) = reader.Variables[tensor.Name];
            string stated = $"{tensor.Value.Text("dtype")} {Json.ToShape(tensor.Value.GetProperty("shape"))}";
            if ($"{dtype.Name()} {shape}" != stated) throw new MismatchException($"{tensor.Name}: expected {stated}, got {dtype.Name()} {shape}");
            if (tensor.Value.Find("key") is { } key) exactly.Check(tensor.Name, reader.GetTensor(tensor.Name), @case.Arrays.Get(key));
        }
        _ = reader.Objects?.ToString();
    }
}
