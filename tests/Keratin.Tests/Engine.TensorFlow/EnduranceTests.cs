using System.Collections.Concurrent;
using System.Diagnostics;
using Keratin.Graphs;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Training.Callbacks;

namespace Keratin.Tests.Engines.TensorFlow;

internal sealed class EnduranceTests : OnTensorFlow
{
    private const long Mebibyte = 1 << 20;

    [Test]
    [CancelAfter(600_000)]
    public void Memory_stays_flat_over_100_000_training_steps()
    {
        const int StepsPerEpoch = 1000, Epochs = 100;
        var model = new Sequential([new Input(4), new Dense(8, "relu"), new Dense(3)]);
        model.Compile(new Adam(), new SparseCategoricalCrossentropy(fromLogits: true));
        var random = new Random(0);
        float[] x = [.. Enumerable.Range(0, StepsPerEpoch * 8 * 4).Select(_ => (float)random.NextDouble())];
        int[] y = [.. Enumerable.Range(0, StepsPerEpoch * 8).Select(_ => random.Next(3))];
        var watch = new MemoryWatch();
        model.Fit(Tensor.From(x, [StepsPerEpoch * 8, 4]), Tensor.From(y), batchSize: 8, epochs: Epochs, shuffle: false, callbacks: [watch]);
        Assert.That(model.Optimizer!.Iterations.Resource.Read().Item<long>(), Is.EqualTo(StepsPerEpoch * Epochs));
        long early = watch.Sizes[Epochs / 5], late = watch.Sizes[^1];
        TestContext.Out.WriteLine($"resident after {Epochs / 5 * StepsPerEpoch} steps: {early / Mebibyte} MiB, after {Epochs * StepsPerEpoch}: {late / Mebibyte} MiB");
        Assert.That(late - early, Is.LessThan(24 * Mebibyte));
    }

    [Test]
    [CancelAfter(600_000)]
    public void Memory_stays_flat_while_functions_variables_and_results_come_and_go()
    {
        Churn(200);
        long early = Resident();
        Churn(2000);
        long late = Resident();
        TestContext.Out.WriteLine($"resident after 200 rounds: {early / Mebibyte} MiB, after 2200: {late / Mebibyte} MiB");
        // A mebibyte leaked in each round would be 2000.
        Assert.That(late - early, Is.LessThan(200 * Mebibyte));

        static void Churn(int rounds)
        {
            for (int round = 0; round < rounds; round++)
            {
                var variable = new Variable(Tensor.Zeros([512, 512]));
                var function = Function.Trace("churned", [], _ => [Ops.Square(Ops.Exp(Ops.Square(Ops.Sqrt(Ops.Abs(variable.Value + 1f)))))]);
                Assert.That(function.Compile().Run([])[0].AsSpan<float>()[0], Is.GreaterThan(7));
                if (round % 20 == 0) GC.Collect();
            }
        }
    }

    [Test]
    [CancelAfter(300_000)]
    public void Many_threads_run_one_model_and_ops_and_trace_functions_at_once()
    {
        var model = new Sequential([new Input(16), new Dense(32, "relu"), new Dense(4)]);
        var batches = Enumerable.Range(0, 8).Select(static seed => Tensor.From(Enumerable.Range(0, 16).Select(i => (seed + 1) * 0.1f * i - 0.5f).ToArray(), [1, 16])).ToArray();
        float[][] expected = Array.ConvertAll(batches, batch => model.Predict(batch).ToArray()[0].ToArray<float>());
        var errors = new ConcurrentBag<Exception>();
        var threads = Enumerable.Range(0, 8).Select(index => new Thread(() =>
        {
            try
            {
                float[] output = new float[4];
                for (int i = 0; i < 300; i++)
                {
                    model.Predict(batches[index].AsSpan<float>(), output);
                    Assert.That(output, Is.EqualTo(expected[index]).Within(1e-5f));
                    Assert.That(Ops.Square(Tensor.Scalar((float)index)).Item<float>(), Is.EqualTo((float)index * index));
                    if (i % 50 != 0) continue;
                    var function = Function.Trace("of_thread", [new TensorSpec(DType.Float32, [])], x => [Ops.Square(Ops.Square(Ops.Square(Ops.Square(Ops.Square(x[0])))))]);
                    Assert.That(function.Compile().Run([1.1f])[0].Item<float>(), Is.EqualTo(Math.Pow(1.1, 32)).Within(0.1).Percent);
                    GC.Collect();
                }
            }
            catch (Exception error) { errors.Add(error); }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.That(errors, Is.Empty);
    }

    private static long Resident()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private sealed class MemoryWatch : Callback
    {
        public List<long> Sizes { get; } = [];

        public override void OnEpochEnd(int epoch, Keratin.Training.Logs logs) => Sizes.Add(epoch % 20 == 19 || epoch % 20 == 0 ? Resident() : 0);
    }
}
