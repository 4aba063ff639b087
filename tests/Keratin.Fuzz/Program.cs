using System.CommandLine;
using System.Diagnostics;
using Keratin.Formats;
using SharpFuzz;

namespace Keratin.Fuzz;

/// <summary>Fuzzes a reader: by itself, under afl-fuzz or libFuzzer, or reads given files once. README.md tells how.</summary>
internal static class Program
{
    private static readonly Option<string> TargetName = new("--target") { Description = "The reader: " + string.Join(", ", FuzzTargets.All.Select(static target => target.Name)) + ".", Required = true };
    private static readonly Option<int> Mutants = new("--mutants") { Description = "How many mutants of each seed are tried.", DefaultValueFactory = static _ => 10_000 };
    private static readonly Option<int> First = new("--seed") { Description = "The number of the first mutant; a number makes the same mutant again.", DefaultValueFactory = static _ => 0 };
    private static readonly Option<string> Only = new("--only") { Description = "Only seeds whose name contains this text.", DefaultValueFactory = static _ => "" };
    private static readonly Option<string?> Under = new("--under") { Description = "The fuzzer that started this: afl or libfuzzer." };
    private static readonly Option<DirectoryInfo?> WriteSeeds = new("--write-seeds") { Description = "Only write the seeds into this folder, for a fuzzer to start from." };
    private static readonly Option<DirectoryInfo> Findings = new("--findings") { Description = "Where mutants go that did what they must not.", DefaultValueFactory = static _ => new("findings") };
    private static readonly Argument<FileInfo[]> Given = new("files") { Description = "Files to read once, instead of mutants.", Arity = ArgumentArity.ZeroOrMore };

    private static int Main(string[] args)
    {
        TargetName.AcceptOnlyFromAmong([.. FuzzTargets.All.Select(static target => target.Name)]);
        Under.AcceptOnlyFromAmong("afl", "libfuzzer");
        var command = new RootCommand("Gives damaged files to one of Keratin's readers, which must read or refuse them.") { TargetName, Mutants, First, Only, Under, WriteSeeds, Findings, Given };
        command.SetAction(Run);
        return command.Parse(args).Invoke();
    }

    private static int Run(ParseResult parsed)
    {
        var target = FuzzTargets.All.First(target => target.Name == parsed.GetValue(TargetName));
        target = target with { Seeds = [.. target.Seeds.Where(seed => seed.Name.Contains(parsed.GetValue(Only)!, StringComparison.OrdinalIgnoreCase))] };
        if (parsed.GetValue(Under) is { } fuzzer) return RunUnder(fuzzer, target);
        if (parsed.GetValue(WriteSeeds) is { } folder) return Write(target, folder);
        if (parsed.GetValue(Given) is { Length: > 0 } files) return Reproduce(target, files);
        return RunPlain(target, parsed.GetValue(First), parsed.GetValue(Mutants), parsed.GetValue(Findings)!);
    }

    private static int RunUnder(string fuzzer, FuzzTarget target)
    {
        if (fuzzer == "libfuzzer") Fuzzer.LibFuzzer.Run(bytes => Read(target, bytes.ToArray()));
        else Fuzzer.OutOfProcess.Run(stream =>
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            Read(target, bytes.ToArray());
        });
        return 0;
    }

    // A fuzzer takes every exception that comes out for a finding, and has limits of its own for time and memory.
    private static void Read(FuzzTarget target, byte[] file)
    {
        try
        {
            target.Read(file);
        }
        catch (ModelFormatException)
        {
        }
    }

    private static int Write(FuzzTarget target, DirectoryInfo folder)
    {
        folder.Create();
        foreach (var seed in target.Seeds) File.WriteAllBytes(Path.Combine(folder.FullName, seed.Name.Replace('/', '_')), seed.Load());
        return 0;
    }

    private static int Reproduce(FuzzTarget target, FileInfo[] files)
    {
        int bad = 0;
        foreach (var file in files)
        {
            string? what = PlainFuzzing.Try(target, File.ReadAllBytes(file.FullName), out bool isRefused);
            Console.WriteLine($"{file.Name}: {what ?? (isRefused ? "refused" : "read")}");
            if (what is not null) bad++;
        }
        return bad == 0 ? 0 : 1;
    }

    private static int RunPlain(FuzzTarget target, int first, int count, DirectoryInfo folder)
    {
        int found = 0;
        foreach (var seed in target.Seeds)
        {
            int refused = PlainFuzzing.Run(target, seed, first, count, finding =>
            {
                Interlocked.Increment(ref found);
                folder.Create();
                string file = Path.Combine(folder.FullName, $"{target.Name}-{finding.Seed.Replace('/', '_')}-{finding.Mutant}");
                File.WriteAllBytes(file, finding.Bytes);
                Console.WriteLine($"{file}: {finding.What}");
            });
            Console.WriteLine($"{target.Name} {seed.Name}: {count:N0} mutants, {refused:N0} refused, {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MiB at most");
        }
        Console.WriteLine($"{found} findings");
        return found == 0 ? 0 : 1;
    }
}
