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
    public static IEnumerable<CaseFile> Files(string folder) => Files(folder, static group => Groups.GetValueOrDefault(group));

    /// <summary>The files of ops, whose cases run on both engines and compare what these give.</summary>
    public static IEnumerable<CaseFile> OpsOnBothEngines(string folder) =>
        Files(folder, static _ => EngineAgreement.Run).Where(static file => file.Name.StartsWith("ops/", StringComparison.Ordinal));

    private static IEnumerable<CaseFile> Files(string folder, Func<string, Action<VectorCase>?> runner)
    {
        foreach (string path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            string group = Path.GetFileName(path);
            foreach (string file in Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal))
            {
                string name = $"{group}/{Path.GetFileNameWithoutExtension(file)}";
                yield return new CaseFile(name, () => Cases(name, file, runner(group)));
            }
        }
    }

    private static IEnumerable<Case> Cases(string name, string file, Action<VectorCase>? run)
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
                if (run is null) throw new UnsupportedException($"the group {Path.GetDirectoryName(name)} is not known");
                run(@case);
            });
        }
    }
}
