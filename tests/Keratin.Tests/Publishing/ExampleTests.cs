namespace Keratin.Tests.Publishing;

/// <summary>Every example runs as its first lines say, and finds true what it claims.</summary>
[Category("Publish")]
internal sealed class ExampleTests
{
    private static IEnumerable<string> Examples() =>
        Directory.EnumerateFiles(Path.Combine(Testing.Repository.Root, "examples"), "*.cs").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Examples))]
    public void Runs_to_its_end(string example) => Program.Run("dotnet", ["run", Path.Combine(Testing.Repository.Root, "examples", example)]);
}
