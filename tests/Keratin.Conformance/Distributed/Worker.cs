using System.Globalization;
using Keratin.Engines.TensorFlow;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;

namespace Keratin.Conformance.Distributed;

/// <summary>One of the processes that train together: trains a model on its share of made-up data and prints a line with the loss and accuracy of each epoch.</summary>
internal static class Worker
{
    private const int Batches = 6, JointBatch = 16, Features = 5, Epochs = 3;

    /// <summary>The program of one process.</summary>
    public static int Run(string[] workers, int index)
    {
        Engine.UseTensorFlow(new TensorFlowOptions
        {
            LibraryPath = Testing.TensorFlowFolder.Path, LogLevel = 2, OneDnn = false, Cluster = workers.Length > 1 ? new Cluster(workers, index) : null,
        });
        // Different weights at the start: those of the first count.
        Randomness.SetSeed(1 + index);
        var model = new Sequential([new Input(Features), new Dense(8, "tanh"), new Dense(3)]);
        model.Compile(new Adam(0.01), new SparseCategoricalCrossentropy(fromLogits: true), ["accuracy"]);
        var (x, y) = Share(index, workers.Length);
        var history = model.Fit(x, y, batchSize: JointBatch / workers.Length, epochs: Epochs, shuffle: false);
        foreach (var (loss, accuracy) in history["loss"].Zip(history["accuracy"]))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch\t{loss:R}\t{accuracy:R}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"weight\t{model.Weights[0].Resource.Read().ToArray<float>()[0]:R}"));
        return 0;
    }

    // Of each joint batch every worker has its part.
    private static (Tensor X, Tensor Y) Share(int index, int count)
    {
        var (random, xs, ys) = (new Random(3), new List<float>(), new List<int>());
        for (int row = 0; row < Batches * JointBatch; row++)
        {
            float[] features = [.. Enumerable.Range(0, Features).Select(_ => (float)random.NextDouble() - 0.5f)];
            if (row % JointBatch / (JointBatch / count) != index) continue;
            xs.AddRange(features);
            ys.Add(features[0] > 0.1 ? 2 : features[1] > features[2] ? 1 : 0);
        }
        return (Tensor.From(xs.ToArray(), [ys.Count, Features]), Tensor.From(ys.ToArray()));
    }
}
