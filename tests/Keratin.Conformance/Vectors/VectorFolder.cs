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
        ["ops"] = OpsGroup.Run,
    };

    /// <summary>All cases in the order of groups and files. A file's arrays are open while its cases are enumerated.</summary>
    public static IEnumerable<Case> Cases(string folder)
    {
        foreach (string group in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            foreach (string file in Directory.EnumerateFiles(group, "*.json").Order(StringComparer.Ordinal))
                foreach (var @case in CasesOf(file)) yield return @case;
    }

    private static IEnumerable<Case> CasesOf(string file)
    {
        string group = Path.GetFileName(Path.GetDirectoryName(file)!);
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        using var archive = NpzArchive.Open(Path.ChangeExtension(file, ".npz"));
        foreach (var json in document.RootElement.EnumerateArray())
        {
            string name = $"{group}/{Path.GetFileNameWithoutExtension(file)}/{json.Text("id")}";
            yield return new Case(name, () =>
            {
                if (!Groups.TryGetValue(group, out var run)) throw new UnsupportedException($"the group {group} is not built yet");
                run(new VectorCase(json, new Arrays(archive, json)));
            });
        }
    }
}
