#:project ../src/Keratin/Keratin.csproj

// A training loop with a checkpoint manager: interrupted, and continued exactly where it was.
// Run it with: dotnet run examples/training-checkpoints.cs

using Keratin;
using Keratin.Gradients;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving.Checkpoints;
using Keratin.Training;

string folder = Directory.CreateTempSubdirectory("keratin-example").FullName;
Randomness.SetSeed(3);

// 50 steps in one go, to compare with.
var uninterrupted = new Training(Path.Combine(folder, "one"));
double expected = uninterrupted.Run(50);

// The same from the same start, but after 23 steps everything is gone, and a new process goes on from the newest checkpoint.
Randomness.SetSeed(3);
var interrupted = new Training(Path.Combine(folder, "two"));
interrupted.Run(23);
Randomness.SetSeed(1234);
var continued = new Training(Path.Combine(folder, "two"));
double got = continued.Run(27 + 3);
Console.WriteLine($"loss after 50 steps: in one go {expected}, interrupted {got}");
if (expected != got) throw new InvalidOperationException("The interrupted training has gone another way.");
Console.WriteLine($"kept: {string.Join(", ", continued.Manager.Checkpoints.Select(Path.GetFileName))}");
Directory.Delete(folder, recursive: true);

/// <summary>A line that is fitted to 5 · x + a constant, with everything that a restart needs.</summary>
internal sealed class Training
{
    private readonly Sequential net = new([new Input(1), new Dense(5)]);
    private readonly Adam optimizer = new(0.1);
    private readonly DataIterator iterator = new(ToyData(), shuffle: true);
    private readonly Variable step = new(Tensor.Scalar(0), "step", trainable: false);

    public Training(string folder)
    {
        var checkpoint = new Checkpoint { ["step"] = step, ["optimizer"] = optimizer, ["net"] = net, ["iterator"] = iterator, ["random"] = new RandomState(net) };
        Manager = new CheckpointManager(checkpoint, folder, maxToKeep: 3);
        Console.WriteLine(Manager.RestoreOrInitialize() is { } restored ? $"restored from {Path.GetFileName(restored)}, step {step.Value.Item<int>()}" : "starting from scratch");
    }

    public CheckpointManager Manager { get; }

    public double Run(int steps)
    {
        double loss = 0;
        for (int done = 0; done < steps;)
        {
            if (!iterator.TryNext(out var batch)) continue;
            loss = TrainStep(batch);
            step.AssignAdd(1);
            done++;
            if (step.Value.Item<int>() % 10 == 0) Console.WriteLine($"step {step.Value.Item<int>()}: loss {loss:0.000}, saved {Path.GetFileName(Manager.Save())}");
        }
        return loss;
    }

    private double TrainStep(Batch batch)
    {
        using var tape = new GradientTape();
        var loss = Ops.Mean(Ops.Abs(net.Apply(batch.X[0], training: true) - batch.Y[0]), new[] { 0, 1 });
        optimizer.ApplyGradients(tape.Gradient(loss, net.TrainableWeights), net.TrainableWeights);
        return loss.Item<float>();
    }

    private static DataSet ToyData()
    {
        float[] inputs = [.. Enumerable.Range(0, 10).Select(static i => (float)i)];
        float[] labels = [.. inputs.SelectMany(static x => Enumerable.Range(0, 5).Select(offset => (x * 5) + offset))];
        return DataSet.From(Tensor.From(inputs, [10, 1]), Tensor.From(labels, [10, 5]), batchSize: 2);
    }
}
