using System.Diagnostics;
using System.Globalization;
using Keratin.Models;

namespace Keratin.Benchmarks;

/// <summary>A whole new process that loads a model and predicts once.</summary>
internal static class ColdStart
{
    public static IEnumerable<Benchmark> Benchmarks
    {
        get
        {
            foreach (string format in new[] { "h5", "keras" })
            {
                yield return new($"cold/mlp/{format}", Runs: 5, () => Prepare(format, static path => { Child(path); }));
                yield return new($"cold-rss/mlp/{format}", Runs: 3, () => new Memory(Path(format, out var folder), folder)) { Unit = Units.Mebibytes };
            }
        }
    }

    /// <summary>What the new process does; it prints its peak memory in MiB.</summary>
    public static void Run(string path)
    {
        var model = Model.Load(path);
        model.Predict(new float[784], new float[10]);
        Console.WriteLine((Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0).ToString(CultureInfo.InvariantCulture));
    }

    private static Timing Prepare(string format, Action<string> run)
    {
        string path = Path(format, out var folder);
        return new Timing(() => run(path), resources: folder);
    }

    private static string Path(string format, out TemporaryFolder folder)
    {
        folder = new TemporaryFolder();
        string path = folder.File($"m.{format}");
        Workload.Mlp.MakeCompiled().Save(path);
        return path;
    }

    private static double Child(string path) =>
        double.Parse(Processes.Output(Processes.Self([Program.ColdChild.Name, path])), CultureInfo.InvariantCulture);

    private sealed class Memory(string path, TemporaryFolder folder) : IMeasurement
    {
        public void WarmUp()
        {
        }

        public double Once() => Child(path);

        public void Dispose() => folder.Dispose();
    }
}
