using System.Text.Json;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Saving.Checkpoints;
using Keratin.Serialization;

namespace Keratin.Interop;

/// <summary>Checkpoints of models with preprocessing layers: each side consumes all that the other wrote, tables of counts included.</summary>
public class PreprocessingCheckpointTests(string engine) : Testing.OnEachEngine(engine)
{
    private static readonly string[] Words = ["a b b", "b c", "c a"];

    private static readonly (string Name, string Python, Func<PreprocessingLayer> Make, Array Data)[] Layers =
    [
        ("text", "TextVectorization(max_tokens=10, output_sequence_length=3)", static () => new TextVectorization(maxTokens: 10, outputSequenceLength: 3), Words),
        ("text_tf_idf", "TextVectorization(max_tokens=10, output_mode='tf_idf')", static () => new TextVectorization(maxTokens: 10, outputMode: OutputMode.TfIdf), Words),
        ("strings", "StringLookup()", static () => new StringLookup(), Words),
        ("integers", "IntegerLookup(output_mode='count')", static () => new IntegerLookup(outputMode: OutputMode.Count), (long[])[3, 4, 4]),
        ("integers_tf_idf", "IntegerLookup(output_mode='tf_idf')", static () => new IntegerLookup(outputMode: OutputMode.TfIdf), (long[])[3, 4, 4]),
        ("normalization", "Normalization()", static () => new Normalization(), (float[])[1.5f, 2, 4, 9]),
        ("discretization", "Discretization(num_bins=3)", static () => new Discretization(numBins: 3), (float[])[1.5f, 2, 4, 9, 5]),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("keratin-preprocessing").FullName;
    private JsonElement answer;

    private static IEnumerable<(string Name, int Keras)> Cases() => from keras in (int[])[2, 3] from layer in Layers select ($"{layer.Name}.k{keras}", keras);

    private static IEnumerable<string> Names() => Cases().Select(static @case => @case.Name);

    [OneTimeSetUp]
    public void Exchange()
    {
        foreach (var (name, keras) in Cases()) new Checkpoint { Model = Make(name, keras) }.Write(Path.Combine(folder, name));
        answer = Peer.Ask("checkpoints.py", new
        {
            folder, layers = Cases().Select(static @case => new { name = @case.Name, keras = @case.Keras, layer = Of(@case.Name).Python, data = Of(@case.Name).Data }),
        });
    }

    [OneTimeTearDown]
    public void Clean() => Directory.Delete(folder, recursive: true);

    [TestCaseSource(nameof(Names))]
    public void Python_consumes_what_we_saved(string name) => Assert.That(Result(name).GetProperty("read").GetString(), Is.EqualTo("consumed"));

    [TestCaseSource(nameof(Names))]
    public void We_consume_what_Python_saved(string name)
    {
        Assert.That(Result(name).GetProperty("write").GetString(), Is.EqualTo("written"));
        var model = Make(name, Cases().Single(@case => @case.Name == name).Keras);
        new Checkpoint { Model = model }.Read(Path.Combine(folder, $"python-{name}")).AssertConsumed();
    }

    private JsonElement Result(string name) => answer.GetProperty("layers").GetProperty(name);

    private static (string Name, string Python, Func<PreprocessingLayer> Make, Array Data) Of(string name) => Layers.Single(layer => layer.Name == name[..^3]);

    private static Functional Make(string name, int keras)
    {
        using var dialect = Dialects.Use(keras == 2 ? Dialect.Keras2 : Dialect.Keras3);
        var (_, _, make, data) = Of(name);
        var layer = make();
        var (values, dtype) = data switch
        {
            string[] words => (Tensor.FromStrings(words), DType.String),
            long[] numbers => (Tensor.From(numbers), DType.Int64),
            _ => (Tensor.From((float[])data, [data.Length, 1]), DType.Float32),
        };
        layer.Adapt(values);
        var input = new Input(1) { DType = dtype };
        return new Functional(input, layer.Apply(input.Output));
    }
}
