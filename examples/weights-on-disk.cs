#:project ../src/Keratin/Keratin.csproj

// Weights in files: all of them, by topology and by name, in shards, and for another model.
// Run it with: dotnet run examples/weights-on-disk.cs

using Keratin;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Saving;
using Keratin.Serialization;

string folder = Directory.CreateTempSubdirectory("keratin-example").FullName;
string In(string file) => Path.Combine(folder, file);

Sequential NewModel() => new([new Input(784), new Dense(64, "relu") { Name = "dense_1" }, new Dense(64, "relu") { Name = "dense_2" }, new Dense(10) { Name = "predictions" }]);
var model = NewModel();

// .weights.h5 is what Keras 3 and Keras 2.12 and later read; .weights.json keeps files small.
model.SaveWeights(In("ckpt.weights.h5"));
model.SaveWeights(In("sharded.weights.json"), new SaveOptions { MaxShardBytes = 220_000 });
foreach (string file in new[] { "ckpt.weights.h5", "sharded.weights.json" })
{
    var again = NewModel();
    Console.WriteLine($"{file}: {again.LoadWeights(In(file))}");
    Check(Same(model, again), "the weights are back");
}
Check(Directory.GetFiles(folder, "sharded_*.weights.h5").Length == 2, "there are two shards");

// Any other .h5 is Keras 2's layout, in which layers are found by their order, or by name.
using (Dialects.Use(Dialect.Keras2))
{
    NewModel().SaveWeights(In("legacy.h5"));
    var byOrder = NewModel();
    byOrder.LoadWeights(In("legacy.h5"));

    // Transfer: another model that has some of the layers. The report says what came, and what did not.
    var larger = new Sequential([new Input(784), new Dense(64, "relu") { Name = "dense_1" }, new Dense(5) { Name = "new_top" }]);
    var report = larger.LoadWeights(In("legacy.h5"), byName: true);
    Check(report.Loaded.Count == 2 && report.Missing.Count == 2 && report.Unexpected.Count == 2, $"by name: {report}");
    Check(larger.GetLayer("dense_1").GetWeights()[0].ToArray<float>().SequenceEqual(byOrder.GetLayer("dense_1").GetWeights()[0].ToArray<float>()), "the shared layer has its weights");
}

// A head of another size: skipped rather than refused, if that is asked for.
var retrained = new Sequential([new Input(784), new Dense(64, "relu"), new Dense(64, "relu"), new Dense(3)]);
var skipped = retrained.LoadWeights(In("ckpt.weights.h5"), options: new LoadOptions { SkipMismatch = true });
Check(skipped.Loaded.Count == 4 && skipped.Skipped.Count == 2, $"with another head: {skipped}");

// A part of a model with its weights, in a new one.
var extractor = new Functional(model.Inputs, model.GetLayer("dense_2").InboundNodes[^1].Outputs);
extractor.Trainable = false;
var classifier = new Sequential([new Input(784), extractor, new Dense(5)]);
Check(classifier.TrainableWeights.Count == 2 && classifier.Weights.Count == 6, "a frozen part of the model serves another");
Directory.Delete(folder, recursive: true);

static bool Same(Layer a, Layer b) => a.GetWeights().Zip(b.GetWeights()).All(static pair => pair.First.ToArray<float>().SequenceEqual(pair.Second.ToArray<float>()));

static void Check(bool holds, string what) => Console.WriteLine(holds ? $"ok: {what}" : throw new InvalidOperationException($"not so: {what}"));
