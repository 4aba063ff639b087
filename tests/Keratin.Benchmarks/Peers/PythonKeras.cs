using System.Text.Json;
using System.Text.RegularExpressions;

namespace Keratin.Benchmarks.Peers;

/// <summary>Keras 2 (tf_keras) on TensorFlow, timed by its own script in its own process.</summary>
internal sealed class PythonKeras(string folder) : IPeer
{
    // What is measured about Keratin alone has no counterpart in the script.
    public bool Has(Benchmark benchmark) => benchmark.Unit is Units.Seconds or Units.SamplesPerSecond && File.Exists(Script);

    public IPeerRun Start(Benchmark benchmark) => new Run(this, benchmark);

    private string Script => Path.Combine(folder, "bench", "peer_bench.py");

    private sealed class Run(PythonKeras peer, Benchmark benchmark) : IPeerRun
    {
        public string Name { get; private set; } = "tf_keras";

        public double[] Measure()
        {
            string output = Processes.Output(new(Path.Combine(peer.Folder, "python"), [peer.Script, "--engine", "tf_keras", "--only", $"^{Regex.Escape(benchmark.Metric)}$"]));
            foreach (string text in output.Split('\n'))
            {
                if (!text.StartsWith('{')) continue;
                using var line = JsonDocument.Parse(text);
                if (line.RootElement.GetProperty("metric").GetString() != benchmark.Metric) continue;
                Name = line.RootElement.GetProperty("engine").GetString()!;
                return [benchmark.ToSeconds(line.RootElement.GetProperty("median").GetDouble())];
            }
            throw new InvalidDataException($"The peer's script printed no line for {benchmark.Metric}:\n{output}");
        }

        public void Dispose()
        {
        }
    }

    private string Folder => folder;
}
