#:project ../src/Keratin/Keratin.csproj

// The whole way of a model: made, trained, evaluated, saved, loaded, trained on; and one that Python trained.
// Run it with: dotnet run examples/quickstart.cs

using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Keratin;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Training;

string data = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "tests", "data");
string folder = Directory.CreateTempSubdirectory("keratin-quickstart").FullName;
Randomness.SetSeed(42);

// 1,797 handwritten digits of 8 × 8 pixels; one in five is held out.
var (images, labels) = ReadDigits(Path.Combine(data, "digits.csv.gz"));
var order = Enumerable.Range(0, labels.Length).ToArray();
new Random(1).Shuffle(order);
int held = labels.Length / 5;
var (trainX, trainY) = Take(order[held..]);
var (testX, testY) = Take(order[..held]);

Console.WriteLine("== A Sequential model ==");
var model = new Sequential([new Input(64), new Dense(512, "relu"), new Dropout(0.2), new Dense(10)]);
model.Compile(new Adam(), new SparseCategoricalCrossentropy(fromLogits: true), ["accuracy"]);
Console.WriteLine(model.Summary());
await model.FitAsync(trainX, trainY, epochs: 25, validationSplit: 0.1, progress: Progress.Console);
Console.WriteLine($"held out: {model.Evaluate(testX, testY)}");

Console.WriteLine("\n== A convolutional Functional model ==");
var input = new Input(8, 8, 1) { Name = "image" };
var x = new Conv2D(32, 3, activation: "relu").Apply(input.Output);
x = new Conv2D(64, 3, activation: "relu").Apply(x);
x = new MaxPooling2D().Apply(x);
x = new Flatten().Apply(x);
x = new Dense(10).Apply(x);
var convnet = new Functional(input, x) { Name = "convnet" };
convnet.Compile(new Adam(), new SparseCategoricalCrossentropy(fromLogits: true), ["accuracy"]);
convnet.Fit(Images(trainX), trainY, epochs: 8, progress: Progress.Console);
Console.WriteLine($"held out: {convnet.Evaluate(Images(testX), testY)}");

Console.WriteLine("\n== Saved, loaded, trained on ==");
convnet.Save(Path.Combine(folder, "digits.keras"));
convnet.Save(Path.Combine(folder, "digits.h5"));
var before = convnet.Predict(Images(testX)).Single.ToArray<float>();
double uninterrupted = convnet.Fit(Images(trainX), trainY, epochs: 1, shuffle: false)["loss"][0];
foreach (string file in new[] { "digits.keras", "digits.h5" })
{
    var again = Model.Load(Path.Combine(folder, file));
    bool equal = again.Predict(Images(testX)).Single.ToArray<float>().AsSpan().SequenceEqual(before);
    double loss = again.Fit(Images(trainX), trainY, epochs: 1, shuffle: false)["loss"][0];
    Console.WriteLine($"{file}: predictions equal: {equal}; the next epoch's loss is {loss:0.000000}, uninterrupted {uninterrupted:0.000000}");
}

Console.WriteLine("\n== A model that Python trained ==");
var python = Model.Load(Path.Combine(data, "python", "digits.keras"));
var expected = File.ReadAllText(Path.Combine(data, "python", "digits-predictions.csv"))
    .Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(static v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray();
var ten = Tensor.From<float>(images.AsSpan(1437 * 64, 10 * 64), [10, 8, 8, 1]);
var got = python.Predict(ten).Single.ToArray<float>();
double difference = got.Zip(expected, static (a, b) => Math.Abs((double)a - b)).Max();
Console.WriteLine($"{python.Name}: the first digit is taken for a {Array.IndexOf(got, got[..10].Max())}, its label is {labels[1437]}; predictions differ from Python's by at most {difference:0.0e+00}");

Directory.Delete(folder, recursive: true);

(Tensor X, Tensor Y) Take(int[] rows)
{
    var pixels = new float[rows.Length * 64];
    var digits = new int[rows.Length];
    for (int i = 0; i < rows.Length; i++)
    {
        images.AsSpan(rows[i] * 64, 64).CopyTo(pixels.AsSpan(i * 64));
        digits[i] = labels[rows[i]];
    }
    return (Tensor.From(pixels, [rows.Length, 64]), Tensor.From(digits));
}

static Tensor Images(Tensor rows) => Ops.Reshape(rows, [rows.Shape[0], 8, 8, 1]);

static (float[] Images, int[] Labels) ReadDigits(string path)
{
    using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
    var images = new List<float>();
    var labels = new List<int>();
    while (reader.ReadLine() is { } line)
    {
        string[] fields = line.Split(',');
        for (int i = 0; i < 64; i++) images.Add(float.Parse(fields[i], CultureInfo.InvariantCulture) / 16);
        labels.Add(int.Parse(fields[64], CultureInfo.InvariantCulture));
    }
    return ([.. images], [.. labels]);
}

static string ThisFile([CallerFilePath] string path = "") => path;
