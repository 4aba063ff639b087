using System.CommandLine;
using Keratin.Conformance.Distributed;
using Keratin.Conformance.Running;
using Keratin.Testing;

namespace Keratin.Conformance;

/// <summary>Runs folders of cases and says which fail: <c>dotnet run --project tests/Keratin.Conformance -- --vectors DIR --corpus DIR</c>.</summary>
internal static class Program
{
    private static readonly Option<string?> Vectors = new("--vectors") { Description = "Folder of vectors. With neither folder given: the full ones if present, else the subset in tests/data." };
    private static readonly Option<string?> Corpus = new("--corpus") { Description = "Folder of files that Keras and TensorFlow wrote." };
    private static readonly Option<string?> EngineName = new("--engine") { Description = "Run on this engine only: managed or tensorflow. Default: every engine present." };
    private static readonly Option<string> Only = new("--only") { Description = "Only cases whose name contains this text.", DefaultValueFactory = static _ => "" };
    private static readonly Option<int> Limit = new("--limit") { Description = "Seconds that a case may take.", DefaultValueFactory = static _ => 20 };
    private static readonly Option<bool> FailedOnly = new("--failed-only") { Description = "Print no lines for unsupported cases." };
    private static readonly Option<bool> InProcess = new("--in-process") { Description = "Run in this process, for a debugger." };
    private static readonly Option<bool> UpdateBaseline = new("--update-baseline") { Description = "Add the cases that pass to the committed baseline." };
    private static readonly Option<int?> ServeFrom = new("--serve-from") { Hidden = true };

    private static readonly Option<string?> Workers = new("--workers") { Hidden = true };
    private static readonly Option<int> WorkerIndex = new("--worker-index") { Hidden = true };

    private static int Main(string[] args)
    {
        var command = new RootCommand("Runs every case that the built parts of Keratin can express, and reports those that fail or are not supported yet.")
        {
            Vectors, Corpus, EngineName, Only, Limit, FailedOnly, InProcess, UpdateBaseline, ServeFrom, Workers, WorkerIndex,
        };
        EngineName.AcceptOnlyFromAmong([.. EngineChoice.Present]);
        foreach (var folder in new[] { Vectors, Corpus })
            folder.Validators.Add(static result =>
            {
                if (result.GetValueOrDefault<string?>() is { } path && !Directory.Exists(path)) result.AddError($"There is no folder {path}.");
            });
        command.SetAction(parsed => Run(parsed, args));
        return command.Parse(args).Invoke();
    }

    private static int Run(ParseResult parsed, string[] args)
    {
        if (parsed.GetValue(Workers) is { } workers) return Worker.Run(workers.Split(','), parsed.GetValue(WorkerIndex));
        var settings = SettingsOf(parsed);
        if (parsed.GetValue(ServeFrom) is { } start)
        {
            EngineChoice.Use(parsed.GetValue(EngineName)!);
            Isolation.Serve(settings, start);
            return 0;
        }
        int failed = 0;
        foreach (string engine in EngineChoice.Present)
        {
            if (parsed.GetValue(EngineName) is { } wanted && wanted != engine) continue;
            failed += Run(engine, settings, parsed, args);
        }
        return failed == 0 ? 0 : 1;
    }

    private static int Run(string engine, Settings settings, ParseResult parsed, string[] args)
    {
        Console.WriteLine($"engine {engine}");
        var report = new Report(Console.Out, !parsed.GetValue(FailedOnly));
        var passed = new List<string>();
        foreach (var outcome in parsed.GetValue(InProcess) ? InThisProcess(engine, settings) : Isolation.Run(parsed.GetValue(EngineName) is null ? [.. args, "--engine", engine] : args))
        {
            report.Add(outcome);
            if (outcome.Verdict == Verdict.Passed) passed.Add(outcome.Case);
        }
        if (parsed.GetValue(UpdateBaseline)) Console.WriteLine($"{Baseline.Load(engine).Grow(passed)} cases added to {Path.GetFileName(Folders.BaselineOf(engine))}");
        report.Finish();
        return report.Failed;
    }

    private static IEnumerable<Outcome> InThisProcess(string engine, Settings settings)
    {
        EngineChoice.Use(engine);
        using var runner = new Runner(settings.Limit);
        foreach (var @case in settings.Cases()) yield return runner.Run(@case);
    }

    private static Settings SettingsOf(ParseResult parsed)
    {
        var (vectors, corpus) = (parsed.GetValue(Vectors), parsed.GetValue(Corpus));
        bool neither = vectors is null && corpus is null;
        return new Settings
        {
            Vectors = neither ? Default("vectors") : vectors,
            Corpus = neither ? Default("corpus") : corpus,
            Only = parsed.GetValue(Only)!,
            Limit = TimeSpan.FromSeconds(parsed.GetValue(Limit)),
        };
    }

    private static string? Default(string name) => Folders.Full(name) ?? (Directory.Exists(Folders.Subset(name)) ? Folders.Subset(name) : null);
}
