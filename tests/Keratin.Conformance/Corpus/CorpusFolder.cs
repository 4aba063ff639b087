using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Conformance.Vectors;

namespace Keratin.Conformance.Corpus;

/// <summary>A folder of folders, each with a file that Keras or TensorFlow wrote and a case.json that says what must come out of it.</summary>
internal static class CorpusFolder
{
    private static readonly Dictionary<string, Action<CorpusCase, JsonElement>> Tasks = new()
    {
        ["checkpoint"] = CheckpointTask.Run,
        ["config"] = ConfigTask.Run,
        ["error"] = ErrorTask.Run,
        ["evaluate"] = TrainingTasks.Evaluate,
        ["predict"] = PredictTask.Run,
        ["resume"] = TrainingTasks.Resume,
        ["summary"] = SummaryTask.Run,
        ["weights"] = WeightsTask.Run,
    };

    /// <summary>All artefacts in the order of their names; a case is a task.</summary>
    public static IEnumerable<CaseFile> Files(string folder)
    {
        foreach (string path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            string description = Path.Combine(path, "case.json");
            if (!File.Exists(description)) continue;
            string name = $"corpus-{FormatOf(description)}/{Path.GetFileName(path)}";
            yield return new CaseFile(name, () => Cases(name, path));
        }
    }

    private static IEnumerable<Case> Cases(string name, string folder)
    {
        using var @case = new CorpusCase(folder);
        var counts = new Dictionary<string, int>();
        foreach (var task in @case.Json.GetProperty("tasks").EnumerateArray())
        {
            string kind = task.Text("task");
            int number = counts[kind] = counts.GetValueOrDefault(kind) + 1;
            yield return new Case($"{name}/{kind}{(number > 1 ? $"-{number}" : "")}", () =>
            {
                if (!Tasks.TryGetValue(kind, out var run)) throw new UnsupportedException($"the task {kind} is not connected yet");
                run(@case, task);
            });
        }
    }

    private static string FormatOf(string description)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(description));
        return json.RootElement.Text("format");
    }
}
