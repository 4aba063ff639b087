using Keratin.Graphs;
using Keratin.Models;

namespace Keratin.Benchmarks;

/// <summary>All that is measured.</summary>
internal static class Benchmarks
{
    public static IEnumerable<Benchmark> All =>
    [
        .. SaveAndLoad.Benchmarks(Workload.Mlp),
        .. SaveAndLoad.Benchmarks(Workload.Many),
        .. SaveAndLoad.Benchmarks(Workload.Embedding),
        .. SaveAndLoad.Benchmarks(Workload.ResNet50),
        .. Predict(Workload.Mlp, 1, 32, 256),
        .. Predict(Workload.Convnet, 1, 32),
        .. Predict(Workload.Lstm, 1, 32),
        Fit(Workload.Mlp, batchSize: 128, samples: 16384),
        Fit(Workload.Convnet, batchSize: 64, samples: 2048),
        Fit(Workload.Lstm, batchSize: 32, samples: 512),
        .. ColdStart.Benchmarks,
        new("call/one-op/function", Runs: 1000, static () => new Timing(OneOp())),
        new("call/one-op/allocated", Runs: 3, static () => new Allocation(OneOp())) { Unit = Units.Bytes },
    ];

    // What a call costs besides its work.
    private static Action OneOp()
    {
        var executable = Function.Trace("one_op", [new TensorSpec(DType.Float32, [2, 2])], static x => [Ops.Square(x[0])]).Compile();
        Tensor input = Tensor.From(new float[4], [2, 2]);
        return () => executable.Run([input]);
    }

    private static IEnumerable<Benchmark> Predict(Workload workload, params int[] batchSizes)
    {
        foreach (int size in batchSizes)
        {
            string name = $"predict/{workload.Name}/b{size}";
            var onnx = new OnnxWork(workload, size);
            yield return new($"{name}/predict", Runs: 100, () =>
            {
                var (model, x) = (workload.Make(), workload.Batch(size));
                return new Timing(() => model.Predict(x, batchSize: size));
            }) { Onnx = onnx };
            yield return new($"{name}/function", Runs: 100, () => new Timing(SpanToSpan(workload, size))) { Onnx = onnx };
            yield return new($"{name}/allocated", Runs: 3, () => new Allocation(SpanToSpan(workload, size))) { Unit = Units.Bytes };
        }
    }

    private static Action SpanToSpan(Workload workload, int samples)
    {
        var (model, input, output) = (workload.Make(), workload.Numbers(samples), new float[samples * 10]);
        return () => model.Predict(input, output);
    }

    private static Benchmark Fit(Workload workload, int batchSize, int samples) =>
        new($"train/{workload.Name}/b{batchSize}/fit", Runs: 3, () =>
        {
            var (model, x, y) = (workload.MakeCompiled(), workload.Batch(samples), Workload.Labels(samples));
            return new Timing(() => model.Fit(x, y, batchSize), samples);
        }) { Unit = Units.SamplesPerSecond, Samples = samples };
}
