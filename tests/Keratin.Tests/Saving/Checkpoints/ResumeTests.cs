using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Optimizers.Schedules;
using Keratin.Saving.Checkpoints;
using Keratin.Tests.Formats;
using Keratin.Training;

namespace Keratin.Tests.Saving.Checkpoints;

/// <summary>A training that is interrupted goes on exactly as it would have: weights, slots, schedule, dropout, order of the samples.</summary>
public class ResumeTests(string engine) : Testing.OnEachEngine(engine)
{
    private const int Samples = 22, BatchSize = 4;

    private readonly TemporaryFolder folder = new();

    [OneTimeTearDown]
    public void Clean() => folder.Dispose();

    [Test]
    public void A_training_loop_goes_on_in_the_midst_of_an_epoch()
    {
        Randomness.SetSeed(1);
        var first = new Loop();
        double[] before = [.. first.Run(8)];
        string path = first.Checkpoint.Save(folder.File("loop"));
        double[] uninterrupted = [.. first.Run(20)];

        // In between much else happens.
        Randomness.SetSeed(99);
        for (int i = 0; i < 7; i++) Randomness.NextSeed();
        var second = new Loop();
        second.Run(3).Count();
        second.Checkpoint.Restore(path).AssertConsumed();
        Assert.That((second.Iterator.Epoch, second.Iterator.Step), Is.EqualTo((1, 2)));
        Assert.That(second.Run(20), Is.EqualTo(uninterrupted));
        Assert.That(before, Is.Unique);
    }

    [Test]
    public void Fit_goes_on_at_an_epoch()
    {
        var (x, y) = Data();
        Randomness.SetSeed(2);
        var model = Network();
        model.Fit(x, y, BatchSize, epochs: 2);
        var epoch = new Variable(Tensor.Scalar(2));
        string path = new Checkpoint { Model = model, Optimizer = model.Optimizer, ["random"] = new RandomState(model), ["epoch"] = epoch }.Save(folder.File("fit"));
        var uninterrupted = model.Fit(DataSet.From(x, y, batchSize: BatchSize), new FitOptions { InitialEpoch = 2, Epochs = 5 });

        Randomness.SetSeed(77);
        var again = Network();
        epoch.Assign(0);
        new Checkpoint { Model = again, Optimizer = again.Optimizer, ["random"] = new RandomState(again), ["epoch"] = epoch }.Restore(path).AssertExistingObjectsMatched();
        var resumed = again.Fit(DataSet.From(x, y, batchSize: BatchSize), new FitOptions { InitialEpoch = epoch.Value.Item<int>(), Epochs = 5 });
        Assert.That(resumed["loss"], Is.EqualTo(uninterrupted["loss"]));
        for (int i = 0; i < model.Weights.Count; i++) Assert.That(again.Weights[i].Value.ToArray<float>(), Is.EqualTo(model.Weights[i].Value.ToArray<float>()));
    }

    [Test]
    public void Batches_of_a_sequence_go_on_where_they_were()
    {
        var batches = Enumerable.Range(0, 5).Select(static i => new Batch(Tensor.From([(float)i])));
        var iterator = new DataIterator(DataSet.From(batches.ToArray()));
        for (int i = 0; i < 3; i++) iterator.TryNext(out _);
        string path = new Checkpoint { ["data"] = iterator }.Write(folder.File("sequence"));
        var again = new DataIterator(DataSet.From(batches.ToArray()));
        new Checkpoint { ["data"] = again }.Read(path).AssertConsumed();
        var rest = new List<float>();
        while (again.TryNext(out var batch)) rest.Add(batch.X[0].ToArray<float>()[0]);
        Assert.That(rest, Is.EqualTo(new[] { 3f, 4f }));
        Assert.That((again.Epoch, again.Step), Is.EqualTo((1, 0)));
    }

    private static (Tensor X, Tensor Y) Data()
    {
        var random = new Random(3);
        return (Tensor.From([.. Enumerable.Range(0, Samples * 4).Select(_ => random.NextSingle())], [Samples, 4]), Tensor.From([.. Enumerable.Range(0, Samples).Select(_ => random.NextSingle())], [Samples, 1]));
    }

    private static Sequential Network()
    {
        var model = new Sequential([new Input(4), new Dense(16, "relu"), new Dropout(0.3), new GaussianNoise(0.1), new Dense(1)]);
        model.Compile(new Adam(new ExponentialDecay(0.02, 3, 0.9)), new MeanSquaredError());
        return model;
    }

    private sealed class Loop
    {
        private readonly Sequential model = Network();

        public Loop()
        {
            var (x, y) = Data();
            Iterator = new DataIterator(DataSet.From(x, y, batchSize: BatchSize), shuffle: true);
            Checkpoint = new Checkpoint { Model = model, Optimizer = model.Optimizer, ["iterator"] = Iterator, ["random"] = new RandomState(model) };
        }

        public Checkpoint Checkpoint { get; }

        public DataIterator Iterator { get; }

        public IEnumerable<double> Run(int steps)
        {
            for (int done = 0; done < steps;)
            {
                if (!Iterator.TryNext(out var batch)) continue;
                model.ResetMetrics();
                yield return model.TrainOnBatch(batch.X, batch.Y)["loss"];
                done++;
            }
        }
    }
}
