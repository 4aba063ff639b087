using System.CommandLine;
using Keratin.Benchmarks.Peers;
using Keratin.Engines.TensorFlow;
using Keratin.Testing;

namespace Keratin.Benchmarks;

/// <summary>Times Keratin and prints JSON lines: <c>dotnet run -c Release --project tests/Keratin.Benchmarks -- --only predict --peer</c>.</summary>
internal static class Program
{
    private static readonly Option<string> Only = new("--only") { Description = "Only metrics whose name contains this text.", DefaultValueFactory = static _ => "" };
    private static readonly Option<bool> Peer = new("--peer") { Description = "Compare with Python Keras and ONNX Runtime, where the folder of KERATIN_PEER (default ../shared/peer) has them, and with plain reading and writing of the same files." };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How many times ours and theirs alternate.", DefaultValueFactory = static _ => 3 };

    private static readonly Option<string> EngineName = new("--engine") { Description = "The engine that runs: managed or tensorflow.", DefaultValueFactory = static _ => "" };

    internal static readonly Option<string?> ColdChild = new("--cold-child") { Hidden = true };
    internal static readonly Option<string?> LoadChild = new("--load-child") { Hidden = true };

    private static int Main(string[] args)
    {
        var command = new RootCommand("Measures Keratin on the workloads of the peer's benchmarks, under the same names.") { Only, Peer, Rounds, EngineName, ColdChild, LoadChild };
        EngineName.AcceptOnlyFromAmong("", "managed", "tensorflow");
        command.SetAction(Run);
        return command.Parse(args).Invoke();
    }

    private static int Run(ParseResult parsed)
    {
        if (parsed.GetValue(ColdChild) is { } path)
        {
            ColdStart.Run(path);
            return 0;
        }
        if (parsed.GetValue(LoadChild) is { } file)
        {
            SaveAndLoad.PrintGrowth(file);
            return 0;
        }
        if (parsed.GetValue(EngineName) == "tensorflow") Engine.UseTensorFlow(new TensorFlowOptions { LibraryPath = TensorFlowFolder.Path, LogLevel = 2 });
        Benchmark[] chosen = [.. Benchmarks.All.Where(benchmark => benchmark.Metric.Contains(parsed.GetValue(Only)!, StringComparison.Ordinal))];
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"No metric's name contains '{parsed.GetValue(Only)}'. There are: {string.Join(", ", Benchmarks.All.Select(static benchmark => benchmark.Metric))}.");
            return 1;
        }
        if (parsed.GetValue(Peer)) return Compare(chosen, parsed.GetValue(Rounds));
        foreach (var benchmark in chosen) Measure(benchmark);
        return 0;
    }

    private static void Measure(Benchmark benchmark)
    {
        using var measurement = benchmark.Start();
        double[] values = measurement.Take(benchmark.Runs);
        Lines.Print(new ResultLine($"keratin {Engine.Current.Name}", benchmark.Metric, benchmark.Unit, benchmark.HigherIsBetter ? "higher" : "lower",
            Statistics.Median(values), values.Min(), values.Max(), values.Length));
    }

    private static int Compare(Benchmark[] chosen, int rounds)
    {
        if (Testing.Repository.Peer is not { } folder)
        {
            Console.Error.WriteLine("There is no folder of the peer: set KERATIN_PEER to it.");
            return 1;
        }
        IPeer[] peers = [new PythonKeras(folder), new OnnxRuntime(folder), new FileReading(), new FileWriting()];
        foreach (var benchmark in chosen)
            foreach (var peer in peers)
                if (peer.Has(benchmark)) Lines.Print(Comparison.Run(benchmark, peer, rounds));
        return 0;
    }
}
