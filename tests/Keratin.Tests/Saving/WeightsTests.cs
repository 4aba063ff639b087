using System.Text.Json.Nodes;
using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving;
using Keratin.Serialization;
using Keratin.Tests.Formats;

namespace Keratin.Tests.Saving;

public class WeightsTests(string engine) : Testing.OnEachEngine(engine)
{
    private static readonly Tensor X = Tensor.From([.. Enumerable.Range(0, 5 * 6).Select(static i => MathF.Cos(i))], [5, 6]);

    private static Sequential NewModel(int units = 7)
    {
        var model = new Sequential([new Input(6), new Dense(units, "relu") { Name = "hidden" }, new BatchNormalization { Name = "norm" }, new Dense(3) { Name = "out" }]) { Name = "m" };
        model.Compile(new Adam(0.01), new MeanSquaredError());
        return model;
    }

    private static Sequential TrainedModel()
    {
        var model = NewModel();
        model.Fit(X, Tensor.Zeros([5, 3]), epochs: 2, batchSize: 5);
        return model;
    }

    [TestCase("w.weights.h5")]
    [TestCase("w.h5")]
    [TestCase("w.weights.json")]
    public void Weights_come_back(string name)
    {
        using var folder = new TemporaryFolder();
        Sequential model = TrainedModel(), other = NewModel();
        model.SaveWeights(folder.File(name));
        var report = other.LoadWeights(folder.File(name));
        AssertSame(model, other);
        Assert.That(report.Loaded, Has.Count.GreaterThanOrEqualTo(8));
        Assert.That(report.Missing, Is.Empty);
    }

    [TestCase(WeightsFormat.Hdf5)]
    [TestCase(WeightsFormat.LegacyHdf5)]
    public void Weights_come_back_through_streams_that_only_go_forward(WeightsFormat format)
    {
        Sequential model = TrainedModel(), other = NewModel();
        var written = new ForwardStream();
        model.SaveWeights(written, format);
        other.LoadWeights(new ForwardStream(written.Bytes));
        AssertSame(model, other);
    }

    [Test]
    public void Shards_hold_no_more_than_they_may_and_the_map_names_them()
    {
        using var folder = new TemporaryFolder();
        Sequential model = TrainedModel(), other = NewModel();
        model.SaveWeights(folder.File("w.weights.json"), new SaveOptions { MaxShardBytes = 200 });
        string[] shards = [.. Directory.EnumerateFiles(folder.Path, "w_*.weights.h5").Select(Path.GetFileName).Order()!];
        Assert.That(shards, Has.Length.GreaterThan(3));
        var map = JsonNode.Parse(File.ReadAllText(folder.File("w.weights.json")))!["weight_map"]!.AsObject();
        Assert.That(map["/layers/dense/vars"]!.GetValue<string>(), Is.EqualTo("w_00000.weights.h5"));
        other.LoadWeights(folder.File("w.weights.json"));
        AssertSame(model, other);
    }

    [Test]
    public void Shards_hold_what_one_file_holds_also_of_an_optimizer_in_another()
    {
        using var folder = new TemporaryFolder();
        var model = NewModel();
        model.Compile(new LossScaleOptimizer(new Adam(0.01)), new MeanSquaredError());
        model.Fit(X, Tensor.Zeros([5, 3]), epochs: 1, batchSize: 5);
        model.SaveWeights(folder.File("one.weights.h5"));
        model.SaveWeights(folder.File("w.weights.json"));
        Assert.That(Datasets(folder.File("w_00000.weights.h5")), Is.EquivalentTo(Datasets(folder.File("one.weights.h5"))));
    }

    private static List<string> Datasets(string path)
    {
        using var file = Hdf5File.Open(path);
        var found = new List<string>();
        Walk(file.Root);
        return found;

        void Walk(Hdf5Group group)
        {
            foreach (string name in group.Names)
            {
                if (group.TryGetGroup(name, out var inside)) Walk(inside);
                else found.Add($"{group.Path}/{name}");
            }
        }
    }

    [TestCase("../w_00000.weights.h5")]
    [TestCase("/etc/passwd")]
    [TestCase("absent.weights.h5")]
    public void A_map_of_shards_does_not_lead_elsewhere(string shard)
    {
        using var folder = new TemporaryFolder();
        var model = TrainedModel();
        model.SaveWeights(folder.File("w.weights.json"));
        string map = File.ReadAllText(folder.File("w.weights.json"));
        File.WriteAllText(folder.File("w.weights.json"), map.Replace("w_00000.weights.h5", shard));
        Assert.That(() => model.LoadWeights(folder.File("w.weights.json")), Throws.TypeOf<ModelFormatException>().With.Message.Contains(shard));
    }

    [Test]
    public void Layers_are_found_by_name_and_the_rest_is_told()
    {
        using var folder = new TemporaryFolder();
        using var scope = Dialects.Use(Dialect.Keras2);
        var model = TrainedModel();
        model.SaveWeights(folder.File("w.h5"));
        var other = new Sequential([new Input(6), new Dense(7) { Name = "hidden" }, new Dense(2) { Name = "new" }]);
        var report = other.LoadWeights(folder.File("w.h5"), byName: true);
        Assert.That(report.Loaded.Select(static entry => entry.Path), Is.EqualTo(new[] { "hidden/kernel", "hidden/bias" }));
        Assert.That(report.Missing, Is.EqualTo(new[] { "new/kernel", "new/bias" }));
        Assert.That(report.Unexpected, Is.EquivalentTo(new[] { "norm", "out" }));
    }

    [TestCase("w.weights.h5")]
    [TestCase("w.h5")]
    public void What_does_not_fit_is_refused_and_changes_nothing(string name)
    {
        using var folder = new TemporaryFolder();
        TrainedModel().SaveWeights(folder.File(name));
        var other = NewModel(units: 8);
        var before = other.GetWeights().Select(static value => value.ToArray<float>()).ToArray();
        Assert.That(() => other.LoadWeights(folder.File(name)), Throws.TypeOf<ModelFormatException>().With.Message.Contains("(6, 8)"));
        Assert.That(other.GetWeights().Select(static value => value.ToArray<float>()), Is.EqualTo(before));

        var report = other.LoadWeights(folder.File(name), options: new LoadOptions { SkipMismatch = true });
        Assert.That(report.Skipped.Select(static entry => entry.Path), Does.Contain("m/hidden/kernel"));
        Assert.That(report.Loaded.Select(static entry => entry.Path), Does.Contain("m/out/bias"));
    }

    [Test]
    public void A_load_tells_its_progress_and_can_be_ended()
    {
        using var folder = new TemporaryFolder();
        var model = TrainedModel();
        model.SaveWeights(folder.File("w.weights.h5"));
        var seen = new List<LoadProgress>();
        var other = NewModel();
        other.LoadWeights(folder.File("w.weights.h5"), options: new LoadOptions { Progress = new Told(seen.Add) });
        Assert.That(seen[^1].BytesRead, Is.EqualTo(seen[^1].TotalBytes).And.GreaterThan(0));

        using var cancellation = new CancellationTokenSource();
        var untouched = NewModel();
        var before = untouched.GetWeights()[0].ToArray<float>();
        var options = new LoadOptions { CancellationToken = cancellation.Token, Progress = new Told(_ => cancellation.Cancel()) };
        Assert.That(() => untouched.LoadWeights(folder.File("w.weights.h5"), options: options), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(untouched.GetWeights()[0].ToArray<float>(), Is.EqualTo(before));
    }

    private static void AssertSame(Model model, Model other) =>
        Assert.That(other.GetWeights().Select(static value => value.ToArray<float>()), Is.EqualTo(model.GetWeights().Select(static value => value.ToArray<float>())));

    private sealed class Told(Action<LoadProgress> action) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => action(value);
    }
}
