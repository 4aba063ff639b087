using Keratin.Models;

namespace Keratin.Benchmarks;

/// <summary>Files: how long saving and loading take, and how much memory loading takes.</summary>
internal static class SaveAndLoad
{
    public static IEnumerable<Benchmark> Benchmarks(Workload workload)
    {
        foreach (var (format, name) in new[] { ("h5", "m.h5"), ("keras", "m.keras"), ("weights-h5", "w.h5"), ("weights-tf", "w") })
        {
            var file = new SavedFile(workload, name);
            yield return new($"save/{workload.Name}/{format}", Runs: 5, () =>
            {
                var (model, folder) = (workload.MakeTrained(), new TemporaryFolder());
                string path = folder.File(name);
                return new Timing(() => file.Save(model, path), resources: folder);
            }) { Saves = file };
            yield return new($"load/{workload.Name}/{format}", Runs: 5, () =>
            {
                var (model, folder) = (workload.MakeTrained(), new TemporaryFolder());
                string path = file.SaveIn(folder);
                return new Timing(file.IsWeights ? () => model.LoadWeights(path) : () => Model.Load(path), resources: folder);
            }) { Loads = file };
            if (!file.IsWeights) yield return new($"load-peak/{workload.Name}/{format}", Runs: 1, () => new PeakMemory(file)) { Unit = Units.FileSizes };
        }
    }

    /// <summary>What a process does that loads a model and prints by how much its memory grew at the most, in bytes.</summary>
    public static void PrintGrowth(string path)
    {
        long before = Environment.WorkingSet;
        GC.KeepAlive(Model.Load(path));
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Console.WriteLine(process.PeakWorkingSet64 - before);
    }

    private sealed class PeakMemory : IMeasurement
    {
        private readonly TemporaryFolder folder = new();
        private readonly string path;

        public PeakMemory(SavedFile file) => path = file.SaveIn(folder);

        public void WarmUp()
        {
        }

        public double Once() => long.Parse(Processes.Output(Processes.Self([Program.LoadChild.Name, path]))) / (double)new FileInfo(path).Length;

        public void Dispose() => folder.Dispose();
    }
}

/// <summary>A workload's model as a file.</summary>
internal sealed record SavedFile(Workload Workload, string Name)
{
    public bool IsWeights => Name.StartsWith('w');

    public string SaveIn(TemporaryFolder folder)
    {
        string path = folder.File(Name);
        Save(Workload.MakeTrained(), path);
        return path;
    }

    /// <summary>What is on the disk under the path that was given.</summary>
    public static string[] Files(string path) => [.. Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*")];

    public void Save(Model model, string path)
    {
        if (IsWeights) model.SaveWeights(path);
        else model.Save(path);
    }
}
