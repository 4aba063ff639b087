using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving;
using Keratin.Serialization;
using Keratin.Tests.Formats;

namespace Keratin.Tests.Models;

public class SubclassedModelTests(string engine) : Testing.OnEachEngine(engine)
{
    private static readonly float[] Numbers = [.. Enumerable.Range(0, 8 * 4).Select(static i => MathF.Sin(i))];

    private static Tensor X => Tensor.From(Numbers, [8, 4]);

    private static Tensor Y => Tensor.From([.. Enumerable.Range(0, 8).Select(static i => i % 2f)], [8, 1]);

    [Test]
    public void Layers_in_fields_lists_and_dictionaries_are_found_in_the_order_of_the_fields()
    {
        var model = new Branches(3);
        model.Apply(X);
        Assert.That(model.Layers.Select(static layer => layer.Name), Is.EqualTo(new[] { model.First.Name, "left", "right", "small", "big" }));
        Assert.That(model.Weights, Has.Count.EqualTo(10));
        Assert.That(model.Weights[2].Path, Is.EqualTo($"{model.Name}/left/kernel"));
    }

    [Test]
    public void Training_lowers_the_loss()
    {
        var model = new Branches(3);
        model.Compile(new Adam(0.02), new MeanSquaredError());
        var history = model.Fit(X, Y, epochs: 30, batchSize: 4);
        Assert.That(history["loss"][^1], Is.LessThan(history["loss"][0] / 2));
    }

    [TestCase(Dialect.Keras2)]
    [TestCase(Dialect.Keras3)]
    public void A_model_with_its_class_comes_back_whole(Dialect dialect)
    {
        using var scope = Dialects.Use(dialect);
        using var folder = new TemporaryFolder();
        var model = new Branches(3);
        model.Compile(new Adam(0.02), new MeanSquaredError());
        model.Fit(X, Y, epochs: 2, batchSize: 4);
        model.Save(folder.File("m.keras"));
        LoadReport? report = null;
        var again = Model.Load(folder.File("m.keras"), new LoadOptions { Report = r => report = r });

        Assert.That(again, Is.TypeOf<Branches>());
        Assert.That(again.Predict(X).Single.ToArray<float>(), Is.EqualTo(model.Predict(X).Single.ToArray<float>()));
        Assert.That(report!.Loaded, Has.Count.GreaterThanOrEqualTo(10 + model.Optimizer!.Variables.Count));
        Assert.That(NextLosses(again), Is.EqualTo(NextLosses(model)));
    }

    private static double[] NextLosses(Model model)
    {
        var losses = new double[3];
        for (int i = 0; i < losses.Length; i++)
        {
            model.ResetMetrics();
            losses[i] = model.TrainOnBatch(X, Y)["loss"];
        }
        return losses;
    }

    [TestCase("m.weights.h5")]
    [TestCase("m.h5")]
    public void Weights_go_to_another_instance(string file)
    {
        using var folder = new TemporaryFolder();
        Branches model = new(3), other = new(3);
        model.EnsureBuilt(Shape.Of(-1, 4));
        other.EnsureBuilt(Shape.Of(-1, 4));
        model.SaveWeights(folder.File(file));
        other.LoadWeights(folder.File(file));
        Assert.That(other.Predict(X).Single.ToArray<float>(), Is.EqualTo(model.Predict(X).Single.ToArray<float>()));
    }

    [Test]
    public void The_whole_model_does_not_go_into_h5()
    {
        using var folder = new TemporaryFolder();
        var model = new Branches(3);
        model.Apply(X);
        Assert.That(() => model.Save(folder.File("m.h5")), Throws.TypeOf<NotSupportedException>().With.Message.Contains(".keras"));
        Assert.That(Directory.EnumerateFiles(folder.Path), Is.Empty);
    }
}

/// <summary>Layers in a field, a list and a dictionary.</summary>
[KerasObject("Branches", Package = "tests")]
internal sealed partial class Branches : Model
{
    public Dense First { get; }

    private readonly IReadOnlyList<Dense> _pair;
    private readonly Dictionary<string, Dense> byName;

    public Branches(int units)
    {
        Units = units;
        First = new Dense(units, "relu");
        _pair = [new Dense(units, "tanh") { Name = "left" }, new Dense(units) { Name = "right" }];
        byName = new() { ["s"] = new Dense(1) { Name = "small" }, ["b"] = new Dense(units) { Name = "big" } };
    }

    /// <summary>The size.</summary>
    [Config]
    public int Units { get; }

    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var x = First.Apply(inputs);
        foreach (var layer in _pair) x = layer.Apply(x);
        return byName["s"].Apply(byName["b"].Apply(x));
    }
}
