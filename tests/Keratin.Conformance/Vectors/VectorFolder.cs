using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Formats.Npy;

namespace Keratin.Conformance.Vectors;

/// <summary>A folder of groups of files of cases: <c>GROUP/NAME.json</c> with the arrays in <c>GROUP/NAME.npz</c>.</summary>
internal static class VectorFolder
{
    /// <summary>How each group's cases are run.</summary>
    private static readonly Dictionary<string, Action<VectorCase>> Groups = new()
    {
        ["activations"] = ActivationsGroup.Run,
        ["constraints"] = ConstraintsGroup.Run,
        ["initializers"] = InitializersGroup.Run,
        ["layers"] = LayersGroup.Run,
        ["losses"] = LossesGroup.Run,
        ["metrics"] = MetricsGroup.Run,
        ["ops"] = OpsGroup.Run,
        ["optimizers"] = OptimizersGroup.Run,
        ["regularizers"] = RegularizersGroup.Run,
        ["schedules"] = SchedulesGroup.Run,
    };

    /// <summary>All files in the order of groups and names.</summary>
    public static IEnumerable<CaseFile> Files(string folder)
    {
        foreach (string path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            string group = Path.GetFileName(path);
            foreach (string file in Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal))
            {
                string name = $"{group}/{Path.GetFileNameWithoutExtension(file)}";
                yield return new CaseFile(name, () => Cases(group, name, file));
            }
        }
    }

    private static IEnumerable<Case> Cases(string group, string name, string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        using var archive = NpzArchive.Open(Path.ChangeExtension(file, ".npz"));
        var earlier = new List<VectorCase>();
        foreach (var json in document.RootElement.EnumerateArray())
        {
            var @case = new VectorCase(json, new Arrays(archive, json), earlier.Take(earlier.Count));
            earlier.Add(@case);
            yield return new Case($"{name}/{json.Text("id")}", () =>
            {
                if (!Groups.TryGetValue(group, out var run)) throw new UnsupportedException($"the group {group} is not known");
                run(@case);
            });
        }
    }
}
