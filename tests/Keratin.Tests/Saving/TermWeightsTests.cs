using Keratin.Layers;
using Keratin.Models;
using Keratin.Tests.Formats;

namespace Keratin.Tests.Saving;

/// <summary>What adapted layers of Keras 3 learnt comes out of .keras files, and goes into them; tests/tools/make_term_weights.py made the file.</summary>
public sealed class TermWeightsTests
{
    private static readonly double[][] Expected =
    [
        [0, 0.6931472, 0, 0.84729785, 0.84729785, 0, 0, 1.3862944, 0, 0, 0, 1.0986123],
        [0, 0, 0, 1.0986123, 0, 0, 1.0986123, 0, 0, 0],
        [0, 0.6931472, 0.6931472, 0, 0, 0.91629076, 0, 0, 1.3862944, 0.91629076, 0, 0],
        [-1.3416408, -1.3416408, -1.3416408, -0.4472136, -0.4472136, -0.4472136],
        [0, 0, 1, 1, 1, 2],
    ];

    [Test]
    public void Term_weights_are_read_and_written_again()
    {
        var model = (Functional)Model.Load(TestData.Path("keras", "term_weights_k315.keras"));
        Check(model);
        using var folder = new TemporaryFolder();
        string path = folder.File("again.keras");
        model.Save(path);
        Check((Functional)Model.Load(path));
    }

    [Test]
    public void Padded_term_weights_come_back()
    {
        var layer = new StringLookup(outputMode: OutputMode.TfIdf, maxTokens: 6, padToMaxTokens: true);
        layer.Adapt(Tensor.FromStrings(["a", "b", "a", "c"], [2, 2]));
        var input = new Input(2) { DType = DType.String };
        var model = new Functional(input.Output, layer.Apply(input.Output));
        using var folder = new TemporaryFolder();
        model.Save(folder.File("padded.keras"));
        var words = Tensor.FromStrings(["a", "b"], [1, 2]);
        Assert.That(Model.Load(folder.File("padded.keras")).Apply(words).ToArray<float>(), Is.EqualTo(model.Apply(words).ToArray<float>()).And.Length.EqualTo(6));
    }

    private static void Check(Functional model)
    {
        float[] values = [0, 1, 2, 3, 4, 5];
        var outputs = model.Apply([Tensor.FromStrings(["a b c", "c c e"], [2, 1]), Tensor.From([1L, 2, 3, 7, 1, 1], [2, 3]), Tensor.From(values, [2, 3])], CallArguments.None);
        for (int i = 0; i < Expected.Length; i++)
            Assert.That(Ops.Cast(outputs[i], DType.Float64).ToArray<double>(), Is.EqualTo(Expected[i]).Within(1e-6), $"output {i}");
    }
}
