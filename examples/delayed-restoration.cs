#:project ../src/Keratin/Keratin.csproj

// Restoring before there is anything to restore: variables get their values as they are made, and parts of a checkpoint are enough.
// Run it with: dotnet run examples/delayed-restoration.cs

using Keratin;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving.Checkpoints;

string folder = Directory.CreateTempSubdirectory("keratin-example").FullName;
Tensor x = Tensor.From([1f, 2, 3, 4, 5, 6], [3, 2]), y = Tensor.From([1f, 0, 1], [3, 1]);

// A trained model with its optimizer.
var net = NewNet();
net.Fit(x, y, epochs: 5);
string path = new Checkpoint { ["net"] = net, ["optimizer"] = net.Optimizer! }.Save(Path.Combine(folder, "ckpt"));

// Nothing of this model exists yet: neither its weights, whose shapes depend on the data, nor the optimizer's slots.
var late = NewNet();
var status = new Checkpoint { ["net"] = late, ["optimizer"] = late.Optimizer! }.Restore(path);
Check(late.Weights.Count == 0, "the model has no weights yet");
Check(Same(late.Predict(x).Single, net.Predict(x).Single), "they are made with the values that were waiting for them");
Check(late.Fit(x, y, shuffle: false)["loss"][0] == net.Fit(x, y, shuffle: false)["loss"][0], "so are the optimizer's slots: training goes on");
status.AssertConsumed();

// A part of the objects is enough: here the learning rate and nothing else. What is left over is no error unless one asks.
var rate = new Variable(Tensor.Scalar(0f), "rate");
var partial = new Checkpoint { ["optimizer"] = new Trackable { ["_learning_rate"] = rate } }.Read(path).ExpectPartial();
partial.AssertExistingObjectsMatched();
Console.WriteLine($"the learning rate was {rate.Value.Item<float>()}; not looked at: {partial.UnusedValues.Count} values, {partial.UnusedValues[0]} among them");
try
{
    partial.AssertConsumed();
}
catch (CheckpointMismatchException mismatch)
{
    Console.WriteLine($"AssertConsumed: {mismatch.Message[..60]}…");
}

// A child that is given later gets its value at that moment.
new Checkpoint { ["parts"] = new[] { new Variable(Tensor.From([7f, 8f])) } }.Write(Path.Combine(folder, "parts"));
var root = new Checkpoint();
var rest = root.Read(Path.Combine(folder, "parts"));
var waiting = new Variable(Tensor.Zeros([2]));
root["parts"] = new[] { waiting };
Check(waiting.Value.ToArray<float>() is [7f, 8f], "a variable that was given after the restore has its value");
rest.AssertConsumed();
Directory.Delete(folder, recursive: true);

static Sequential NewNet()
{
    var net = new Sequential([new Dense(4, "relu"), new Dense(1)]);
    net.Compile(new Adam(0.01), new MeanSquaredError());
    return net;
}

static bool Same(Tensor a, Tensor b) => a.ToArray<float>().AsSpan().SequenceEqual(b.ToArray<float>());

static void Check(bool holds, string what) => Console.WriteLine(holds ? $"ok: {what}" : throw new InvalidOperationException($"not so: {what}"));
