using System.Text.Json;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving;
using Keratin.Serialization;
using Keratin.Training;

namespace Keratin.Interop;

/// <summary>Models go from C# to Python and back in the midst of training: predictions and the losses of the next steps must agree.</summary>
public class ExchangeTests(string engine) : Testing.OnEachEngine(engine)
{
    private const int Steps = 5, BatchSize = 8;
    private static readonly string[] OptimizerNames = ["sgd", "adam", "rmsprop"];

    private readonly string folder = Directory.CreateTempSubdirectory("keratin-exchange").FullName;
    private readonly float[] pixels = new float[Steps * BatchSize * 6 * 6 * 2];
    private readonly int[] labels = new int[Steps * BatchSize];
    private readonly Dictionary<string, (float[] Predictions, double[] Losses)> ours = [];
    private JsonElement answer;

    private Tensor X => Tensor.From(pixels, [labels.Length, 6, 6, 2]);

    private Tensor Y => Tensor.From(labels);

    // One Python process answers for all cases: starting it takes longest.
    [OneTimeSetUp]
    public void Exchange()
    {
        var random = new Random(5);
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (float)(random.NextDouble() * 2 - 1);
        for (int i = 0; i < labels.Length; i++) labels[i] = random.Next(3);

        var toRead = new List<object>();
        var toWrite = new List<object>();
        foreach (var (keras, file, optimizer) in Cases())
        {
            Train(keras, file, optimizer);
            toRead.Add(new { keras, file, train = CanTrainOn(keras, file) });
            toWrite.Add(new { keras, file = "python-" + file, optimizer });
        }
        answer = Peer.Ask("exchange.py", new { folder, read = toRead, write = toWrite, x = pixels, shape = new[] { labels.Length, 6, 6, 2 }, y = labels, steps = Steps, batch = BatchSize });
    }

    [OneTimeTearDown]
    public void Clean() => Directory.Delete(folder, recursive: true);

    [TestCaseSource(nameof(Files))]
    public void Python_predicts_and_trains_on_what_we_saved(string file)
    {
        var result = answer.GetProperty("read")[Index(file)];
        AssertNoError(result);
        AssertClose(Numbers(result.GetProperty("predictions")), Array.ConvertAll(ours[file].Predictions, static v => (double)v), 1e-5, 1e-5, "prediction");
        if (result.GetProperty("losses").ValueKind != JsonValueKind.Null) AssertClose(Numbers(result.GetProperty("losses")), ours[file].Losses, 1e-5, 0, "loss");
    }

    [TestCaseSource(nameof(Files))]
    public void We_predict_and_train_on_what_Python_saved(string file)
    {
        var result = answer.GetProperty("write")[Index(file)];
        AssertNoError(result);
        var model = Model.Load(Path.Combine(folder, "python-" + file));
        AssertClose(Array.ConvertAll(model.Predict(X).Single.ToArray<float>(), static v => (double)v), Numbers(result.GetProperty("predictions")), 1e-5, 1e-5, "prediction");
        AssertClose(Losses(model), Numbers(result.GetProperty("losses")), 1e-5, 0, "loss");
    }

    public static IEnumerable<string> Files() => Cases().Select(static entry => entry.File);

    private static IEnumerable<(int Keras, string File, string Optimizer)> Cases()
    {
        foreach (int keras in (int[])[2, 3])
            // Keras 2 has no folders of this kind.
            foreach (string format in keras == 2 ? (string[])["keras", "h5"] : ["keras", "h5", "folder"])
                foreach (string optimizer in OptimizerNames) yield return (keras, $"{optimizer}.k{keras}.{format}", optimizer);
    }

    // Keras 3 itself restores no optimizer state from HDF5.
    private static bool CanTrainOn(int keras, string file) => keras == 2 || !file.EndsWith(".h5", StringComparison.Ordinal);

    private static int Index(string file) => Files().ToList().IndexOf(file);

    private void Train(int keras, string file, string optimizer)
    {
        using var dialect = Dialects.Use(keras == 2 ? Dialect.Keras2 : Dialect.Keras3);
        var model = Build();
        Optimizer chosen = optimizer switch
        {
            "sgd" => new SGD(0.01, momentum: 0.9),
            "adam" => new Adam(0.01),
            _ => new RMSprop(0.01, momentum: 0.5),
        };
        model.Compile(chosen, new SparseCategoricalCrossentropy(fromLogits: true));
        Losses(model);
        model.Save(Path.Combine(folder, file), new SaveOptions { Zipped = !file.EndsWith(".folder", StringComparison.Ordinal) });
        ours[file] = (model.Predict(X).Single.ToArray<float>(), Losses(model));
    }

    private static Functional Build()
    {
        var image = new Input(6, 6, 2) { Name = "image" };
        var h = new Conv2D(4, 3, activation: "relu", padding: Padding.Same).Apply(image.Output);
        h = new BatchNormalization().Apply(h);
        h = new MaxPooling2D().Apply(h);
        h = new Flatten().Apply(h);
        var a = new Dense(8, "tanh").Apply(h);
        var b = new Dense(8, "sigmoid").Apply(h);
        h = new Concatenate().Apply(new[] { Merge(new Add(), a, b), Merge(new Multiply(), a, b) });
        h = new LayerNormalization().Apply(h);
        return new Functional(image, new Dense(3).Apply(h)) { Name = "exchange" };
    }

    private static Tensor Merge(Layer layer, Tensor a, Tensor b) => layer.Apply(new[] { a, b }).Single;

    private double[] Losses(Model model)
    {
        var losses = new double[Steps];
        for (int i = 0; i < Steps; i++)
        {
            model.ResetMetrics();
            var x = Tensor.From<float>(pixels.AsSpan(i * BatchSize * 72, BatchSize * 72), [BatchSize, 6, 6, 2]);
            losses[i] = model.TrainOnBatch(x, Tensor.From<int>(labels.AsSpan(i * BatchSize, BatchSize)))["loss"];
        }
        return losses;
    }

    private static void AssertNoError(JsonElement result)
    {
        if (result.TryGetProperty("error", out var error)) Assert.Fail(error.GetString()!);
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(static value => value.GetDouble())];

    private static void AssertClose(double[] got, double[] expected, double relative, double absolute, string what)
    {
        Assert.That(got, Has.Length.EqualTo(expected.Length));
        for (int i = 0; i < got.Length; i++)
            Assert.That(Math.Abs(got[i] - expected[i]), Is.LessThanOrEqualTo(absolute + relative * Math.Abs(expected[i])), $"{what} {i}: expected {expected[i]}, got {got[i]}");
    }
}
