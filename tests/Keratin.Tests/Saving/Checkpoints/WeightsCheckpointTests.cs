using Keratin.Formats;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Losses;
using Keratin.Saving;
using Keratin.Saving.Checkpoints;
using Keratin.Serialization;
using Keratin.Tests.Formats;

namespace Keratin.Tests.Saving.Checkpoints;

public class WeightsCheckpointTests(string engine) : Testing.OnEachEngine(engine)
{
    private static int made;
    private readonly TemporaryFolder folder = new();

    [OneTimeTearDown]
    public void Clean() => folder.Dispose();

    [TestCase(Dialect.Keras2)]
    [TestCase(Dialect.Keras3)]
    public void Weights_are_saved_and_loaded_by_prefix_and_by_folder(Dialect dialect)
    {
        using var scope = Dialects.Use(dialect);
        string path = folder.File($"{dialect}/weights");
        var model = Network();
        model.SaveWeights(path);
        Assert.That(CheckpointFolder.LatestCheckpoint(folder.File($"{dialect}")), Is.EqualTo(path));
        foreach (string source in (string[])[path, folder.File($"{dialect}")])
        {
            var again = Network();
            var report = again.LoadWeights(source);
            Assert.That(report.Loaded, Has.Count.EqualTo(10));
            Assert.That(report.Missing.Concat(report.Unexpected), Is.Empty);
            AssertEqual(again, model);
        }
    }

    [Test]
    public void Names_are_those_of_Keras_2()
    {
        using var scope = Dialects.Use(Dialect.Keras2);
        Network().SaveWeights(folder.File("names"));
        using var reader = CheckpointReader.Open(folder.File("names"));
        Assert.That(reader.Variables.Keys.Where(static key => key.Contains("kernel", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "layer_with_weights-0/kernel/.ATTRIBUTES/VARIABLE_VALUE", "layer_with_weights-1/layer_with_weights-0/kernel/.ATTRIBUTES/VARIABLE_VALUE", "layer_with_weights-2/kernel/.ATTRIBUTES/VARIABLE_VALUE",
        }));
        var root = reader.Objects!;
        Assert.That(root["layer-1"], Is.SameAs(root["layer_with_weights-0"]));
        Assert.That(root["root"], Is.SameAs(root));
    }

    [Test]
    public void Weights_of_either_Keras_are_read_by_a_model_of_the_other()
    {
        foreach (var (writer, reader) in new[] { (Dialect.Keras2, Dialect.Keras3), (Dialect.Keras3, Dialect.Keras2) })
        {
            Functional model, again;
            using (Dialects.Use(writer)) (model = Network()).SaveWeights(folder.File($"from{writer}"));
            using (Dialects.Use(reader)) again = Network();
            Assert.That(again.LoadWeights(folder.File($"from{writer}")).Missing, Is.Empty);
            AssertEqual(again, model);
        }
    }

    [Test]
    public void A_checkpoint_of_a_model_under_its_keyword_is_read_as_weights()
    {
        var model = Network();
        string path = new Checkpoint { Model = model }.Save(folder.File("keyword"));
        var again = Network();
        Assert.That(again.LoadWeights(path).Missing, Is.Empty);
        AssertEqual(again, model);
    }

    [Test]
    public void A_larger_and_a_smaller_model_take_what_they_share()
    {
        using var scope = Dialects.Use(Dialect.Keras2);
        var large = new Sequential([new Input(4), new Dense(3), new Dense(2), new Dense(5)]);
        large.SaveWeights(folder.File("large"));
        var small = new Sequential([new Input(4), new Dense(3), new Dense(2)]);
        var report = small.LoadWeights(folder.File("large"));
        Assert.That(report.Missing, Is.Empty);
        Assert.That(report.Unexpected, Is.EqualTo(new[] { "layer_with_weights-2/kernel", "layer_with_weights-2/bias" }));
        Assert.That(small.GetWeights()[2].ToArray<float>(), Is.EqualTo(large.GetWeights()[2].ToArray<float>()));

        small.SaveWeights(folder.File("small"));
        var larger = new Sequential([new Input(4), new Dense(3), new Dense(2), new Dense(7)]);
        Assert.That(larger.LoadWeights(folder.File("small")).Missing, Has.Count.EqualTo(2));
        Assert.That(larger.GetWeights()[0].ToArray<float>(), Is.EqualTo(large.GetWeights()[0].ToArray<float>()));
    }

    [Test]
    public void Layers_without_weights_may_come_and_go()
    {
        using var scope = Dialects.Use(Dialect.Keras2);
        var model = new Sequential([new Input(4), new Dense(3), new Dense(2)]);
        model.SaveWeights(folder.File("plain"));
        var again = new Sequential([new Input(4), new Dropout(0.5), new Dense(3), new Dropout(0.5), new Dense(2)]);
        Assert.That(again.LoadWeights(folder.File("plain")).Missing, Is.Empty);
        AssertEqual(again, model);
    }

    [Test]
    public void A_shape_that_does_not_fit_is_an_error_unless_it_is_to_be_skipped()
    {
        using var scope = Dialects.Use(Dialect.Keras2);
        new Sequential([new Input(4), new Dense(3), new Dense(2)]).SaveWeights(folder.File("shapes"));
        var other = new Sequential([new Input(4), new Dense(3), new Dense(9)]);
        Assert.Throws<ModelFormatException>(() => other.LoadWeights(folder.File("shapes")));
        var report = other.LoadWeights(folder.File("shapes"), options: new LoadOptions { SkipMismatch = true });
        Assert.That(report.Skipped.Select(static entry => entry.Path), Is.EqualTo(new[] { "layer_with_weights-1/kernel", "layer_with_weights-1/bias" }));
        Assert.That(report.Loaded, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_checkpoint_of_something_else_is_an_error()
    {
        string path = new Checkpoint { ["step"] = new Variable(Tensor.Scalar(1)) }.Write(folder.File("else"));
        Assert.That(Assert.Throws<ModelFormatException>(() => Network().LoadWeights(path))!.Message, Does.Contain("step"));
    }

    [Test]
    public void The_optimizer_of_a_compiled_model_is_saved_along_unless_it_is_not_wanted()
    {
        var (model, x, y) = CheckpointTests.Trained(new Adam(0.01));
        model.SaveWeights(folder.File("with"));
        var again = new Sequential([new Dense(8, "relu"), new BatchNormalization(), new Dense(2)]);
        again.Compile(new Adam(0.01), new MeanSquaredError());
        again.LoadWeights(folder.File("with"));
        model.SaveWeights(folder.File("without"), new SaveOptions { IncludeOptimizer = false });
        using var without = CheckpointReader.Open(folder.File("without"));
        Assert.That(without.Variables.Keys, Has.None.Contain("optimizer"));
        Assert.That(CheckpointTests.Losses(again, x, y), Is.EqualTo(CheckpointTests.Losses(model, x, y)));
    }

    private static Functional Network()
    {
        var input = new Input(4) { Name = "in" };
        var inner = new Sequential([new Dense(3, "relu"), new BatchNormalization()]);
        var hidden = inner.Apply(new Dense(5, "relu").Apply(input.Output));
        var model = new Functional(input, new Dense(2).Apply(hidden));
        var random = new Random(++made);
        foreach (var weight in model.Weights) weight.Resource.Assign(Tensor.From([.. Enumerable.Range(0, (int)weight.Shape.ElementCount).Select(_ => random.NextSingle())], weight.Shape));
        return model;
    }

    private static void AssertEqual(Model got, Model expected)
    {
        foreach (var (a, b) in got.Weights.Zip(expected.Weights)) Assert.That(a.Value.ToArray<float>(), Is.EqualTo(b.Value.ToArray<float>()), a.Path);
    }
}
