using Keratin.Formats.Hdf5;
using Keratin.Models;

namespace Keratin.Tests.Saving;

/// <summary>Files in the forms that other versions and variants of layers wrote, each with what Keras predicts once it has loaded them.</summary>
public class OldWeightsTests(string engine) : Testing.OnEachEngine(engine)
{
    private static IEnumerable<string> Files() => Directory.EnumerateFiles(TestData.Path("h5", "old"), "*.h5").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void Weights_of_old_layers_are_brought_into_the_new_form(string name)
    {
        string path = TestData.Path("h5", "old", name + ".h5");
        using var file = Hdf5File.Open(path);
        Assert.That(file.Root.Attributes.TryGetString("architecture", out string? architecture), Is.True);
        var model = Model.FromJson(architecture!);
        model.LoadWeights(path);

        Hdf5Dataset x = file.Root.GetDataset("expected/x"), y = file.Root.GetDataset("expected/y");
        float[] got = model.Predict(Tensor.From(x.ReadArray<float>(), Shape.Create([.. x.Shape]))).Single.ToArray<float>();
        Assert.That(got, Is.EqualTo(y.ReadArray<float>()).Within(1e-5f));
    }

    [TestCase("cudnn_lstm", "LSTM")]
    [TestCase("cudnn_gru", "GRU")]
    public void Layers_for_CuDNN_become_those_that_run_anywhere(string name, string className)
    {
        string path = TestData.Path("h5", "cudnn", name + ".h5");
        using var file = Hdf5File.Open(path);
        var model = Model.Load(path);
        Assert.That(model.GetLayer("rnn").ClassName, Is.EqualTo(className));
        Hdf5Dataset x = file.Root.GetDataset("expected/x"), y = file.Root.GetDataset("expected/y");
        float[] got = model.Predict(Tensor.From(x.ReadArray<float>(), Shape.Create([.. x.Shape]))).Single.ToArray<float>();
        Assert.That(got, Is.EqualTo(y.ReadArray<float>()).Within(1e-5f));
    }
}
