using System.Collections.Concurrent;
using System.Diagnostics;
using Keratin.Engines;
using Keratin.Gradients;

namespace Keratin.Conformance.Running;

/// <summary>Runs cases one after the other and turns what they throw into outcomes. A case that takes too long is left behind.</summary>
internal sealed class Runner(TimeSpan limit) : IDisposable
{
    private Worker worker = new();

    public Outcome Run(Case @case)
    {
        var done = worker.Start(@case);
        if (done.Wait(limit)) return done.Result;
        // There is no way to stop a thread that computes: it keeps its worker, the next case gets a new one.
        worker.Dispose();
        worker = new Worker();
        return new Outcome(@case.Name, Verdict.Failed, $"not finished within {limit.TotalSeconds:0} s");
    }

    public void Dispose() => worker.Dispose();

    private static Outcome Attempt(Case @case)
    {
        try
        {
            @case.Run();
            return new Outcome(@case.Name, Verdict.Passed);
        }
        catch (Exception error)
        {
            return Judge(@case, error, "");
        }
    }

    private static Outcome Judge(Case @case, Exception error, string part) => error switch
    {
        PartException => Judge(@case, error.InnerException!, $"{part}{error.Message}: "),
        UnsupportedException => new(@case.Name, Verdict.Unsupported, part + error.Message),
        MismatchException => new(@case.Name, Verdict.Failed, part + error.Message),
        _ when MissingPart(error) is { } missing => new(@case.Name, Verdict.Unsupported, part + missing),
        _ => new(@case.Name, Verdict.Failed, part + Describe(error)),
    };

    // A kernel or gradient that is not there is work to be done, not an error in what is there.
    private static string? MissingPart(Exception error)
    {
        if (error is not OpException { Op: var op }) return error.InnerException is { } inner ? MissingPart(inner) : null;
        if (!Engine.Current.Supports(op)) return $"the {Engine.Current.Name} engine has no kernel for {op}";
        return error.Message.Contains("has no gradient", StringComparison.Ordinal) && GradientRegistry.Find(op) is null ? $"{op} has no gradient" : null;
    }

    private static string Describe(Exception error)
    {
        var frame = new StackTrace(error, fNeedFileInfo: true).GetFrames().FirstOrDefault(static frame => frame.GetFileName() is not null);
        string place = frame?.GetFileName() is { } file ? $" ({Path.GetFileName(file)}:{frame.GetFileLineNumber()})" : "";
        string cause = error.InnerException is { } inner ? $" <- {Describe(inner)}" : "";
        return $"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}{place}{cause}";
    }

    /// <summary>A thread that takes one case after the other: tapes and traced graphs belong to a thread.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly BlockingCollection<(Case Case, TaskCompletionSource<Outcome> Done)> queue = [];

        public Worker() => new Thread(Work, maxStackSize: 16 * 1024 * 1024) { IsBackground = true, Name = "conformance" }.Start();

        public Task<Outcome> Start(Case @case)
        {
            var done = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            queue.Add((@case, done));
            return done.Task;
        }

        public void Dispose() => queue.CompleteAdding();

        private void Work()
        {
            foreach (var (@case, done) in queue.GetConsumingEnumerable()) done.SetResult(Attempt(@case));
        }
    }
}
