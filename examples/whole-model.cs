#:project ../src/Keratin/Keratin.csproj

// Saving and loading a whole model: architecture, weights, compilation, and the optimizer's state.
// Run it with: dotnet run examples/whole-model.cs

using Keratin;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving;

string folder = Directory.CreateTempSubdirectory("keratin-example").FullName;
var x = Tensor.From([.. Enumerable.Range(0, 128 * 32).Select(static i => MathF.Sin(i))], [128, 32]);
var y = Tensor.From([.. Enumerable.Range(0, 128).Select(static i => i % 2f)], [128, 1]);

var inputs = new Input(32);
var model = new Functional(inputs, new Dense(1).Apply((Tensor)inputs));
model.Compile(new Adam(), new MeanSquaredError());
model.Fit(x, y, epochs: 2);

// The ending decides on the format: .keras, or .h5 for older tools. A crash in the midst leaves the old file whole.
model.Save(Path.Combine(folder, "my_model.keras"));
model.Save(Path.Combine(folder, "my_model.h5"));
double[] uninterrupted = NextLosses(model);

foreach (string file in new[] { "my_model.keras", "my_model.h5" })
{
    LoadReport? report = null;
    var again = Model.Load(Path.Combine(folder, file), new LoadOptions { Report = r => report = r });
    Console.WriteLine($"{file}: {report}");
    // The reconstructed model is compiled and goes on where the training stopped.
    Check(NextLosses(again).SequenceEqual(uninterrupted), "the next losses are those of the model that was saved");
}

// From memory and streams, too.
using var stream = new MemoryStream();
model.Save(stream, SaveFormat.Keras);
var fromMemory = Model.Load(stream.ToArray().AsMemory());
Check(fromMemory.Predict(x).Single.ToArray<float>().SequenceEqual(model.Predict(x).Single.ToArray<float>()), "a model in memory predicts the same");
Directory.Delete(folder, recursive: true);

double[] NextLosses(Model trained) => [.. Enumerable.Range(0, 3).Select(_ =>
{
    trained.ResetMetrics();
    return trained.TrainOnBatch(x, y)["loss"];
})];

static void Check(bool holds, string what) => Console.WriteLine(holds ? $"ok: {what}" : throw new InvalidOperationException($"not so: {what}"));
