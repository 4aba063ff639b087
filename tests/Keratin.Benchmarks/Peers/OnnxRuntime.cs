using Microsoft.ML.OnnxRuntime;

namespace Keratin.Benchmarks.Peers;

/// <summary>ONNX Runtime with two threads on the same model; its values are bound to memory beforehand, so a call copies nothing.</summary>
internal sealed class OnnxRuntime(string folder) : IPeer
{
    private const int Threads = 2;

    public bool Has(Benchmark benchmark) => benchmark.Onnx is { } work && File.Exists(PathOf(work));

    public IPeerRun Start(Benchmark benchmark) => new Run(PathOf(benchmark.Onnx!), benchmark.Onnx!, benchmark.Runs);

    private string PathOf(OnnxWork work) => Path.Combine(folder, "onnx", $"{work.Workload.Name}.onnx");

    private sealed class Run : IPeerRun
    {
        private readonly SessionOptions options = new() { IntraOpNumThreads = Threads };
        private readonly RunOptions runOptions = new();
        private readonly InferenceSession session;
        private readonly OrtValue input;
        private readonly OrtValue output;
        private readonly int runs;

        public Run(string path, OnnxWork work, int runs)
        {
            this.runs = runs;
            session = new InferenceSession(path, options);
            long[] shape = work.Workload.BatchShape(work.BatchSize).ToArray();
            input = OrtValue.CreateTensorValueFromMemory(work.Workload.Numbers(work.BatchSize), shape);
            output = OrtValue.CreateTensorValueFromMemory(new float[work.BatchSize * 10], [work.BatchSize, 10]);
        }

        public string Name => $"onnxruntime {OrtEnv.Instance().GetVersionString()}";

        public double[] Measure()
        {
            string[] inputNames = [.. session.InputNames], outputNames = [.. session.OutputNames];
            OrtValue[] inputs = [input], outputs = [output];
            using var timing = new Timing(() => session.Run(runOptions, inputNames, inputs, outputNames, outputs));
            return timing.Take(runs);
        }

        public void Dispose()
        {
            output.Dispose();
            input.Dispose();
            session.Dispose();
            runOptions.Dispose();
            options.Dispose();
        }
    }
}
