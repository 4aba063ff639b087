using Keratin.Layers;
using Keratin.Models;
using Keratin.Serialization;

namespace Keratin.Tests.Models;

public class ModelCloningTests(string engine) : Testing.OnEachEngine(engine)
{
    private static readonly Tensor X = Tensor.From([.. Enumerable.Range(0, 3 * 4).Select(static i => MathF.Sin(i))], [3, 4]);

    private static Functional Shared()
    {
        Input a = new(4) { Name = "a" }, b = new(4) { Name = "b" };
        var dense = new Dense(5, "tanh") { Name = "shared" };
        var sum = new Add { Name = "sum" }.Apply(new[] { dense.Apply((Tensor)a), dense.Apply((Tensor)b) });
        return new Functional([a, b], new Dense(2) { Name = "out" }.Apply(sum)) { Name = "net" };
    }

    [Test]
    public void A_clone_has_the_same_structure_and_weights_of_its_own()
    {
        var model = Shared();
        var clone = (Functional)model.Clone();
        Assert.That(clone.ToJson(), Is.EqualTo(model.ToJson()));
        Assert.That(clone.Weights, Has.Count.EqualTo(4));
        Assert.That(clone.Weights.Intersect(model.Weights), Is.Empty);
        Assert.That(clone.GetWeights()[0].ToArray<float>(), Is.Not.EqualTo(model.GetWeights()[0].ToArray<float>()));

        clone.SetWeights(model.GetWeights());
        Tensors inputs = new[] { X, X };
        Assert.That(clone.Predict(inputs).Single.ToArray<float>(), Is.EqualTo(model.Predict(inputs).Single.ToArray<float>()));
    }

    [Test]
    public void A_clone_function_replaces_layers()
    {
        var clone = Shared().Clone(new CloneOptions { CloneFunction = static layer => layer.Name == "shared" ? new Dense(5) { Name = "other" } : KerasSerializer.Clone(layer) });
        Assert.That(clone.Layers.Select(static layer => layer.Name), Is.EqualTo(new[] { "a", "b", "other", "sum", "out" }));
        Assert.That(clone.GetLayer<Dense>("other").InboundNodes, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_call_function_adds_layers()
    {
        var clone = Shared().Clone(new CloneOptions
        {
            CloneFunction = static layer => layer,
            CallFunction = static (layer, inputs, arguments) => layer.Name == "out" ? new Dropout(0.5f).Apply(layer.Apply(inputs, arguments)) : layer.Apply(inputs, arguments),
        });
        Assert.That(clone.Layers[^1], Is.TypeOf<Dropout>());
        Assert.That(clone.Weights, Has.Count.EqualTo(4));
    }

    [Test]
    public void A_clone_starts_from_given_symbols()
    {
        var input = new Input(4) { Name = "mine" };
        var model = new Sequential([new Input(4), new Dense(3), new Dense(2)]);
        var clone = (Functional)model.Clone(new CloneOptions { InputTensors = input });
        Assert.That(clone.Inputs.Single, Is.SameAs(input.Output));
        Assert.That(clone.Predict(X).Single.Shape, Is.EqualTo(Shape.Of(3, 2)));
    }

    [Test]
    public void Models_inside_are_cloned_as_one_or_layer_by_layer()
    {
        var inner = new Sequential([new Input(4), new Dense(4) { Name = "deep" }]) { Name = "inner" };
        var model = new Sequential([new Input(4), inner, new Dense(2) { Name = "top" }]);
        var seen = new List<string>();
        Layer Note(Layer layer)
        {
            seen.Add(layer.Name);
            return KerasSerializer.Clone(layer);
        }
        model.Clone(new CloneOptions { CloneFunction = Note });
        model.Clone(new CloneOptions { CloneFunction = Note, Recursive = true });
        Assert.That(seen, Is.EqualTo(new[] { "inner", "top", "deep", "top" }));
    }

    [Test]
    public void A_subclassed_model_is_cloned_from_its_config()
    {
        var clone = new Branches(6).Clone();
        Assert.That(clone, Is.TypeOf<Branches>().With.Property("Units").EqualTo(6));
        Assert.That(() => new Branches(6).Clone(new CloneOptions { CloneFunction = static layer => layer }), Throws.ArgumentException);
    }
}
