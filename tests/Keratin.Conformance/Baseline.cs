namespace Keratin.Conformance;

/// <summary>The cases that are known to pass on an engine: a committed file that may only grow. A line is <c>FILE: ID ID …</c>.</summary>
internal sealed class Baseline
{
    private readonly string path;
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);

    private Baseline(string path) => this.path = path;

    public static Baseline Load(string engine)
    {
        var baseline = new Baseline(Folders.BaselineOf(engine));
        if (!File.Exists(baseline.path)) return baseline;
        foreach (string line in File.ReadLines(baseline.path))
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            foreach (string id in line[(colon + 2)..].Split(' ')) baseline.names.Add($"{line[..colon]}/{id}");
        }
        return baseline;
    }

    public bool Contains(string name) => names.Contains(name);

    /// <summary>Adds cases that pass now; those that were there stay.</summary>
    public int Grow(IEnumerable<string> passed)
    {
        int before = names.Count;
        names.UnionWith(passed);
        File.WriteAllLines(path, names.GroupBy(Running.Case.FileOf)
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => $"{file.Key}: {string.Join(' ', file.Select(name => name[(file.Key.Length + 1)..]))}"));
        return names.Count - before;
    }
}
