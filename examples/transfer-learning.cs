#:project ../src/Keratin/Keratin.csproj

// Weights from a checkpoint of a larger and of a smaller model, in TensorFlow's format: objects are matched by their places, so a model
// takes what it shares with the one that was saved.
// Run it with: dotnet run examples/transfer-learning.cs

using Keratin;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Saving.Checkpoints;
using Keratin.Serialization;

string folder = Directory.CreateTempSubdirectory("keratin-example").FullName;
using var dialect = Dialects.Use(Dialect.Keras2);

// A functional model, and one that has the same beginning and a layer more.
var input = new Input(784) { Name = "digits" };
var first = new Dense(64, "relu") { Name = "dense_1" };
var second = new Dense(64, "relu") { Name = "dense_2" };
var hidden = second.Apply(first.Apply(input.Output));
var functional = new Functional(input, new Dense(10) { Name = "predictions" }.Apply(hidden)) { Name = "functional" };
functional.SaveWeights(Path.Combine(folder, "functional"));

// Smaller: a part of the architecture, without the top.
var pretrained = NewBody();
var smaller = pretrained.LoadWeights(Path.Combine(folder, "functional"));
Console.WriteLine($"from a larger model: {smaller}");
Check(smaller.Missing.Count == 0 && smaller.Unexpected.Count == 2, "the body has all its weights, the top is left over");
Check(Same(pretrained.GetLayer("dense_1"), first), "they are those of the model that was saved");

// Larger: the same body under a new top of another size.
var larger = new Sequential([new Input(784), new Dense(64, "relu"), new Dense(64, "relu"), new Dropout(0.5), new Dense(5) { Name = "new_top" }]);
pretrained.SaveWeights(Path.Combine(folder, "body"));
var report = larger.LoadWeights(Path.Combine(folder, "body"));
Console.WriteLine($"from a smaller model: {report}");
Check(report.Missing.Count == 2 && report.Missing.All(static path => path.Contains("new_top", StringComparison.Ordinal)), "only the new top has no weights in the checkpoint");
Check(Same(larger.Layers[1], second), "the body has its weights");

// A model inside of another: a Sequential whose first part was trained elsewhere.
var nested = new Sequential([new Input(784), NewBody(), new Dense(5)]);
new Checkpoint { ["layer_with_weights-0"] = nested.Layers[0] }.Read(NestedIn(folder, pretrained)).AssertExistingObjectsMatched();
Check(Same(((Model)nested.Layers[0]).GetLayer("dense_1"), first), "the inner model has its weights");

// Single layers of a model of one's own, by the names of its attributes.
var contrived = new ContrivedModel();
contrived.EnsureBuilt([-1, 784]);
contrived.First.SetWeights(first.GetWeights());
contrived.SaveWeights(Path.Combine(folder, "contrived"));
var kernel = new Variable(DType.Float32, [784, 64], "kernel");
new Checkpoint { ["first"] = new Trackable { ["kernel"] = kernel } }.Read(Path.Combine(folder, "contrived")).AssertExistingObjectsMatched();
Check(kernel.Value.ToArray<float>().AsSpan().SequenceEqual(first.GetWeights()[0].ToArray<float>()), "a single variable is restored by its way through the objects");
Directory.Delete(folder, recursive: true);

static Functional NewBody()
{
    var input = new Input(784);
    return new Functional(input, new Dense(64, "relu") { Name = "dense_2" }.Apply(new Dense(64, "relu") { Name = "dense_1" }.Apply(input.Output)));
}

static string NestedIn(string folder, Model body) => new Checkpoint { ["layer_with_weights-0"] = body }.Write(Path.Combine(folder, "nested"));

static bool Same(Layer a, Layer b) => a.GetWeights().Zip(b.GetWeights()).All(static pair => pair.First.ToArray<float>().SequenceEqual(pair.Second.ToArray<float>()));

static void Check(bool holds, string what) => Console.WriteLine(holds ? $"ok: {what}" : throw new InvalidOperationException($"not so: {what}"));

/// <summary>A model by hand, whose attributes are not all of its layers.</summary>
internal sealed class ContrivedModel : Model
{
    public ContrivedModel() => (First, Second) = (Track("first", new Dense(64)), Track("second", new Dense(3)));

    public Dense First { get; }

    public Dense Second { get; }

    protected override Tensor Call(Tensor inputs, CallContext context) => Second.Apply(First.Apply(inputs));
}
