namespace Keratin.Conformance;

/// <summary>Where cases lie: a compact subset in the repository, the full folders beside it where they are present.</summary>
internal static class Folders
{
    /// <summary>The repository's root.</summary>
    public static string Root => Testing.Repository.Root;

    public static string BaselineOf(string engine) => Path.Combine(Root, "tests", "Keratin.Conformance", $"baseline-{engine}.txt");

    /// <summary>The subset of <c>vectors</c> or <c>corpus</c>.</summary>
    public static string Subset(string name) => Path.Combine(Root, "tests", "data", name);

    /// <summary>The full folder of <c>vectors</c> or <c>corpus</c> (KERATIN_VECTORS, KERATIN_CORPUS, or ../shared), or null.</summary>
    public static string? Full(string name) => Testing.Repository.Beside($"KERATIN_{name.ToUpperInvariant()}", name);
}
