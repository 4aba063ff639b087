using System.CommandLine;
using Keratin.Conformance.Running;
using Keratin.Conformance.Vectors;

namespace Keratin.Conformance;

/// <summary>Runs folders of cases and says which fail: <c>dotnet run --project tests/Keratin.Conformance -- --vectors DIR</c>.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var vectors = new Option<DirectoryInfo>("--vectors") { Description = "Folder of groups of vectors." };
        var only = new Option<string?>("--only") { Description = "Only cases whose name contains this text." };
        var seconds = new Option<int>("--limit") { Description = "Seconds a case may take.", DefaultValueFactory = static _ => 20 };
        var quiet = new Option<bool>("--failed-only") { Description = "No lines for unsupported cases." };
        var command = new RootCommand("Runs every case that the built parts of Keratin can express, and reports those that fail or are not supported yet.")
        {
            vectors, only, seconds, quiet,
        };
        command.SetAction(parsed =>
        {
            var report = new Report(Console.Out, !parsed.GetValue(quiet));
            using var runner = new Runner(TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            string text = parsed.GetValue(only) ?? "";
            if (parsed.GetValue(vectors) is { } folder)
                foreach (var @case in VectorFolder.Cases(folder.FullName))
                    if (@case.Name.Contains(text, StringComparison.OrdinalIgnoreCase)) report.Add(runner.Run(@case));
            report.Finish();
            return report.Failed == 0 ? 0 : 1;
        });
        return command.Parse(args).Invoke();
    }
}
