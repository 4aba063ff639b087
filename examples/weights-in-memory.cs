#:project ../src/Keratin/Keratin.csproj

// Weights as arrays: between layers, and between models of different kinds.
// Run it with: dotnet run examples/weights-in-memory.cs

using Keratin;
using Keratin.Layers;
using Keratin.Models;

// From one layer to another.
Dense layer1 = new(64, "relu"), layer2 = new(64, "relu");
layer1.EnsureBuilt(Shape.Of(-1, 784));
layer2.EnsureBuilt(Shape.Of(-1, 784));
layer2.SetWeights(layer1.GetWeights());
Check(Same(layer1, layer2), "weights went from layer to layer");

// From a Functional model to a subclassed one of a compatible architecture.
var inputs = new Input(784) { Name = "digits" };
var hidden = new Dense(64, "relu") { Name = "dense_1" }.Apply((Tensor)inputs);
hidden = new Dense(64, "relu") { Name = "dense_2" }.Apply(hidden);
var functional = new Functional(inputs, new Dense(10) { Name = "predictions" }.Apply(hidden)) { Name = "3_layer_mlp" };
var subclassed = new Mlp();
subclassed.EnsureBuilt(Shape.Of(-1, 784));
subclassed.SetWeights(functional.GetWeights());
var x = Tensor.Ones([2, 784]);
Check(subclassed.Predict(x).Single.ToArray<float>().SequenceEqual(functional.Predict(x).Single.ToArray<float>()), "the subclassed model predicts the same");

// Layers without state change neither order nor number of weights: models with and without them are compatible.
hidden = new Dense(64, "relu").Apply((Tensor)inputs);
hidden = new Dropout(0.5).Apply(new Dense(64, "relu").Apply(hidden));
var withDropout = new Functional(inputs, new Dense(10).Apply(hidden));
withDropout.SetWeights(functional.GetWeights());
Check(Same(functional, withDropout), "weights went to a model with dropout");

static bool Same(Layer a, Layer b) => a.GetWeights().Zip(b.GetWeights()).All(static pair => pair.First.ToArray<float>().SequenceEqual(pair.Second.ToArray<float>()));

static void Check(bool holds, string what) => Console.WriteLine(holds ? $"ok: {what}" : throw new InvalidOperationException($"not so: {what}"));

internal sealed class Mlp : Model
{
    private readonly Dense first, second, last;

    public Mlp()
    {
        first = Track("dense_1", new Dense(64, "relu"));
        second = Track("dense_2", new Dense(64, "relu"));
        last = Track("predictions", new Dense(10));
    }

    protected override Tensor Call(Tensor inputs, CallContext context) => last.Apply(second.Apply(first.Apply(inputs)));
}
