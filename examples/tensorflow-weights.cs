#:project ../src/Keratin/Keratin.csproj

// Weights in TensorFlow's format, as Keras 2 saves them when a path has no ending: an index and data beside it.
// Run it with: dotnet run examples/tensorflow-weights.cs

using Keratin;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving.Checkpoints;
using Keratin.Serialization;
using Keratin.Training;
using Keratin.Training.Callbacks;

string folder = Directory.CreateTempSubdirectory("keratin-example").FullName;
using var dialect = Dialects.Use(Dialect.Keras2);
Randomness.SetSeed(7);

var random = new Random(1);
Tensor x = Tensor.From([.. Enumerable.Range(0, 256 * 10).Select(_ => random.NextSingle())], [256, 10]);
Tensor y = Tensor.From([.. Enumerable.Range(0, 256).Select(i => i % 3)]);

// Weights saved and loaded by hand. Python: model.save_weights(path), model.load_weights(path).
var model = NewModel();
model.Fit(x, y, epochs: 2);
string path = Path.Combine(folder, "my_checkpoint");
model.SaveWeights(path);
Console.WriteLine(string.Join(", ", Directory.GetFiles(folder).Select(Path.GetFileName).Order()));

var again = NewModel();
var untrained = again.Evaluate(x, y);
var report = again.LoadWeights(path);
Console.WriteLine($"untrained: {untrained}; restored: {again.Evaluate(x, y)}; {report}");
Check(Math.Abs(again.Evaluate(x, y)["loss"] - model.Evaluate(x, y)["loss"]) < 1e-6, "the restored model is the trained one");
Check(report.Missing.Count == 0 && report.Unexpected.All(static path => path.StartsWith("optimizer/", StringComparison.Ordinal)), "no weight is missing; the optimizer's slots wait for its first step");

// The optimizer's state came along: both go on in the same way.
var (goesOn, goesOnToo) = (model.Fit(x, y, epochs: 1, shuffle: false), again.Fit(x, y, epochs: 1, shuffle: false));
Check(goesOn["loss"][0] == goesOnToo["loss"][0], "training goes on with the same losses");

// Weights saved by a callback, under a name with the epoch; the folder knows the newest.
string epochs = Path.Combine(folder, "training_2");
Directory.CreateDirectory(epochs);
model.Fit(x, y, epochs: 4, callbacks: [new ModelCheckpoint(Path.Combine(epochs, "cp-{epoch:04d}"), saveWeightsOnly: true)]);
string latest = CheckpointFolder.LatestCheckpoint(epochs)!;
Check(latest.EndsWith("cp-0004", StringComparison.Ordinal), $"the newest is {Path.GetFileName(latest)}");
var third = NewModel();
third.LoadWeights(epochs);
Check(Math.Abs(third.Evaluate(x, y)["loss"] - model.Evaluate(x, y)["loss"]) < 1e-6, "a folder stands for its newest checkpoint");
Directory.Delete(folder, recursive: true);

static Sequential NewModel()
{
    var model = new Sequential([new Input(10), new Dense(32, "relu"), new Dense(3)]);
    model.Compile(new Adam(0.01), new SparseCategoricalCrossentropy(fromLogits: true), ["accuracy"]);
    return model;
}

static void Check(bool holds, string what) => Console.WriteLine(holds ? $"ok: {what}" : throw new InvalidOperationException($"not so: {what}"));
