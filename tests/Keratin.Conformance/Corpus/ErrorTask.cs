using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Keratin.Conformance.Running;
using Keratin.Conformance.Vectors;
using Keratin.Formats;

namespace Keratin.Conformance.Corpus;

/// <summary>A broken or hostile file: opening it fails with a typed error that names what matters, in bounded time and memory, and writes nothing.</summary>
internal static partial class ErrorTask
{
    private const long MemoryLimit = 300L << 20;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    public static void Run(CorpusCase @case, JsonElement task)
    {
        string expect = task.Text("expect");
        var before = Files(@case);
        long memory = PeakMemory();
        var watch = Stopwatch.StartNew();
        var error = Open(@case);
        if (watch.Elapsed > TimeLimit) throw new MismatchException($"took {watch.Elapsed.TotalSeconds:0.0} s to fail with: {error.Message}");
        if (PeakMemory() - memory > MemoryLimit) throw new MismatchException($"took {(PeakMemory() - memory) >> 20} MiB to fail with: {error.Message}");
        if (!Files(@case).SetEquals(before)) throw new MismatchException("files were written outside of the case");
        foreach (string name in NamesIn(expect))
            if (!error.Message.Contains(name, StringComparison.OrdinalIgnoreCase)) throw new MismatchException($"the error should tell of '{name}' ({expect}): {error.Message}");
    }

    private static Exception Open(CorpusCase @case)
    {
        try
        {
            @case.Read();
        }
        catch (ModelFormatException expected)
        {
            return expected;
        }
        throw new MismatchException("it was opened without an error");
    }

    // What the description calls by a name: config.json, model_config, class Frobnicate, units = -4.
    private static IEnumerable<string> NamesIn(string expect) =>
        Named().Matches(expect).SelectMany(static match => match.Groups.Values.Skip(1)).Where(static group => group.Success).Select(static group => group.Value);

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static HashSet<string> Files(CorpusCase @case) =>
    [
        .. Directory.EnumerateFileSystemEntries(@case.Folder),
        .. Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(@case.Folder)!),
        .. Directory.EnumerateFileSystemEntries(Environment.CurrentDirectory),
    ];

    [GeneratedRegex(@"(\w+_\w+|\w+\.\w+)|(\w+) = (-?\w+)|(?:class|module) ([\w.]+)")]
    private static partial Regex Named();
}
