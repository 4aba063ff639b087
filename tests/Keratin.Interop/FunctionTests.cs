using System.Text.Json;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Saving;
using Keratin.Serialization;

namespace Keratin.Interop;

/// <summary>Functions that are applied to symbols: what C# code says, Keras 3 and Keras 2 read, what they say is read and written to the other one.</summary>
public class FunctionTests(string engine) : Testing.OnEachEngine(engine)
{
    private readonly string folder = Directory.CreateTempSubdirectory("keratin-functions").FullName;
    private readonly float[] x = new float[24], y = new float[24];
    private readonly Dictionary<string, double[]> ours = [];
    private readonly Dictionary<string, JsonElement> read = [];
    private readonly List<(string Name, string Problem)> problems = [];
    private readonly List<string> refused = [];

    private static readonly (string Name, Func<Tensor, Tensor, Tensor> Function)[] Functions =
    [
        ("arithmetic", static (x, y) => (x + y) * 2f - x / 3f + x % 2f),
        ("number first", static (x, y) => 1f - x * y),
        ("powers", static (x, y) => Ops.Pow(Ops.Abs(x), 1.5f) + Ops.Sqrt(Ops.Square(y)) - Ops.Exp(-x)),
        ("comparison", static (x, y) => Ops.SelectV2(x > y, x, y) + Ops.Cast(Ops.LogicalAnd(x >= 0f, y < 1f), DType.Float32)),
        ("choice of a number", static (x, y) => Ops.SelectV2(x > 0f, x, 0f)),
        ("equality", static (x, y) => Ops.Cast(Ops.Equal(Ops.Round(x), Ops.Floor(y)), DType.Float32)),
        ("slices", static (x, y) => x[.., 1..3, ^1] + y[.., ..2, 0]),
        ("new axis", static (x, y) => x[.., TensorIndex.NewAxis, 0] * y[TensorIndex.Ellipsis, TensorIndex.Every(-1)][.., ..1]),
        ("activations", static (x, y) => Ops.Relu(x) + Ops.Sigmoid(y) + Ops.Tanh(x) + Ops.Softmax(y) + Ops.Elu(x) + Ops.LeakyRelu(x, 0.3f)),
        ("reductions", static (x, y) => Ops.Mean(x, new[] { 1 }, keepDims: true) + Ops.Sum(y, new[] { 1, 2 }, keepDims: true) * Ops.Max(x, new[] { 0, 1, 2 })),
        ("shapes", static (x, y) => Ops.Transpose(Ops.Reshape(x, new[] { -1, 4, 3 }), 0, 2, 1) + Ops.Squeeze(Ops.ExpandDims(y, 1), [1])),
        ("joining", static (x, y) => Ops.Concat([x, y, Ops.Stack([x, y], 1)[.., 0]], -1)),
        ("joining a constant", static (x, y) => Ops.Concat([x, Tensor.From(new float[24], [2, 3, 4])], 1)),
        ("constant tensor", static (x, y) => x * Tensor.From([1f, 2, 3, 4]) + Ops.BiasAdd(y, Tensor.From([4f, 3, 2, 1]))),
        ("products", static (x, y) => Ops.BatchMatMulV2(x, Ops.Transpose(y, 0, 2, 1))),
        ("product with a constant", static (x, y) => Ops.BatchMatMulV2(x, Tensor.From([1f, 2, 3, 4], [4, 1]))),
        ("gathering", static (x, y) => Ops.Gather(x, Tensor.From([0, 2]), 1) + Ops.Slice(y, new[] { 0, 0, 0 }, new[] { 2, 2, 4 })),
        ("padding", static (x, y) => Ops.Pad(x, Tensor.From(new[,] { { 0, 0 }, { 1, 1 }, { 0, 0 } })) + Ops.Tile(y, new[] { 1, 2, 1 })[.., ..5]),
        ("order", static (x, y) => Ops.ReverseV2(x, new[] { 1 }) + Ops.Roll(y, 1, 1) + Ops.Cumsum(x, 1)),
        ("indices", static (x, y) => Ops.OneHot(Ops.ArgMax(x, 1, DType.Int32), 3)),
        ("several outputs", static (x, y) => Ops.Split(x, 2, 2)[1] + Ops.Unpack(y, 3, 1)[0][.., TensorIndex.NewAxis, ..2] + Ops.TopKV2(x, 2).Values),
    ];

    [OneTimeSetUp]
    public void Exchange()
    {
        var random = new Random(3);
        for (int i = 0; i < x.Length; i++) (x[i], y[i]) = ((float)(random.NextDouble() * 4 - 2), (float)(random.NextDouble() * 4 - 2));
        var toRead = new List<(int Keras, string File)>();
        foreach (var (name, function) in Functions)
            foreach (int built in (int[])[2, 3])
                foreach (int saved in (int[])[2, 3])
                    foreach (string format in (string[])["keras", "h5"])
                    {
                        // Keras 3 reads operations from HDF5 as the layers of the same name.
                        if (saved == 3 && format == "h5") continue;
                        string file = $"{name} {built} as {saved}.{format}";
                        try
                        {
                            Save(function, built, saved, file);
                            toRead.Add((saved, file));
                        }
                        catch (Exception e) when (e is not AssertionException) { problems.Add((file, e.Message)); }
                    }
        var answer = Peer.Ask("functions.py", new { folder, read = toRead.Select(static entry => new { keras = entry.Keras, file = entry.File }), x, y, write = true });
        for (int i = 0; i < toRead.Count; i++) read[toRead[i].File] = answer.GetProperty("read")[i];

        var again = new List<(int Keras, string File)>();
        foreach (var written in answer.GetProperty("write").EnumerateArray())
        {
            int keras = written.GetProperty("keras").GetInt32();
            string name = $"{written.GetProperty("name").GetString()} of Keras {keras}";
            try
            {
                var model = Model.Load(Path.Combine(folder, written.GetProperty("file").GetString()!));
                Compare(name, Predict(model), Numbers(written.GetProperty("outputs")));
                foreach (int other in (int[])[2, 3])
                {
                    string file = $"again{again.Count}.keras";
                    try
                    {
                        model.Save(Path.Combine(folder, file), new SaveOptions { Dialect = other == 2 ? Dialect.Keras2 : Dialect.Keras3 });
                    }
                    catch (KerasConfigException e) when (other != keras)
                    {
                        refused.Add($"{name}: {e.Message}");
                        continue;
                    }
                    again.Add((other, file));
                    ours[file] = Numbers(written.GetProperty("outputs"));
                    names[file] = $"{name}, saved for Keras {other}";
                }
            }
            catch (Exception e) when (e is not AssertionException) { problems.Add((name, e.ToString())); }
        }
        var second = Peer.Ask("functions.py", new { folder, read = again.Select(static entry => new { keras = entry.Keras, file = entry.File }), x, y, write = false });
        for (int i = 0; i < again.Count; i++) read[again[i].File] = second.GetProperty("read")[i];
    }

    private readonly Dictionary<string, string> names = [];

    [OneTimeTearDown]
    public void Clean() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Python_computes_what_we_compute()
    {
        foreach (var (file, expected) in ours)
        {
            string name = names.GetValueOrDefault(file, file);
            if (read[file].TryGetProperty("error", out var error)) problems.Add((name, error.GetString()!));
            else Compare(name, Numbers(read[file].GetProperty("outputs")), expected);
        }
        foreach (string line in refused) TestContext.Out.WriteLine(line);
        Assert.That(problems, Is.Empty, () => string.Join("\n", problems.Select(static problem => $"{problem.Name}: {problem.Problem}")));
    }

    [Test]
    public void What_has_no_counterpart_is_refused_by_name() =>
        Assert.That(refused, Has.Some.Contains("einsum").IgnoreCase.And.All.Contains("no counterpart"));

    private void Save(Func<Tensor, Tensor, Tensor> function, int built, int saved, string file)
    {
        Model model;
        using (Dialects.Use(built == 2 ? Dialect.Keras2 : Dialect.Keras3))
        {
            Input a = new(3, 4) { Name = "x" }, b = new(3, 4) { Name = "y" };
            var inner = new Functional(new[] { a.Output, b.Output }, function(a.Output, b.Output + 0f)) { Name = "inner" };
            Input c = new(3, 4) { Name = "x" }, d = new(3, 4) { Name = "y" };
            var h = new Sequential([new Dense(4, kernelInitializer: "identity") { Name = "dense" }]) { Name = "first" }.Apply(c.Output);
            var outputs = inner.Apply((Tensors)new[] { h, d.Output }).Single;
            model = new Functional(new[] { c.Output, d.Output }, outputs * 1f) { Name = "outer" };
        }
        ours[file] = Predict(model);
        model.Save(Path.Combine(folder, file), new SaveOptions { Dialect = saved == 2 ? Dialect.Keras2 : Dialect.Keras3 });
        Compare($"our own {file}", Predict(Model.Load(Path.Combine(folder, file))), ours[file]);
    }

    private double[] Predict(Model model)
    {
        var functional = (Functional)model;
        Tensor[] inputs = [.. functional.Inputs.Select(input => Tensor.From(((KerasTensor)input).Layer.Name == "x" ? x : y, [2, 3, 4]))];
        var outputs = functional.Apply(inputs.Length == 1 ? (Tensors)inputs[0] : inputs, CallArguments.None)[0];
        return Ops.Cast(outputs, DType.Float64).ToArray<double>();
    }

    private void Compare(string name, double[] got, double[] expected)
    {
        bool isEqual = got.Length == expected.Length;
        for (int i = 0; i < got.Length && isEqual; i++) isEqual = Math.Abs(got[i] - expected[i]) <= 1e-5 + 1e-5 * Math.Abs(expected[i]);
        if (!isEqual) problems.Add((name, $"expected {string.Join(" ", expected)}, got {string.Join(" ", got)}"));
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(static value => value.GetDouble())];
}
