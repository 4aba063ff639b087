using Keratin.Formats;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Saving;
using Keratin.Serialization;
using Keratin.Tests.Formats;

namespace Keratin.Tests.Saving;

public class TensorFileTests
{
    private const string Kernel = "layers/dense/vars/0";

    private static Sequential NewModel() => new([new Input(3), new Dense(4) { Name = "dense" }]) { Name = "stack" };

    private static float[] Values(Model model) => model.Weights[0].Value.Value.ToArray<float>();

    [TestCase("model.keras", Kernel)]
    [TestCase("folder", Kernel)]
    [TestCase("model.weights.h5", Kernel)]
    [TestCase("model.weights.json", Kernel)]
    [TestCase("model.h5", "model_weights/dense/stack/dense/kernel")]
    [TestCase("checkpoint", "_functional/_operations/1/_kernel/.ATTRIBUTES/VARIABLE_VALUE")]
    public void Any_file_with_weights_is_looked_into_by_the_names_that_it_has(string file, string name)
    {
        using var temporary = new TemporaryFolder();
        var model = NewModel();
        string path = temporary.File(file);
        if (file == "folder") model.Save(path, new SaveOptions { Zipped = false });
        else if (file is "model.keras" or "model.h5") model.Save(path);
        else model.SaveWeights(path);
        using var tensors = TensorFile.Open(path);
        string kernel = tensors.Tensors.Single(entry => entry.Value.Shape.Equals(Shape.Create([3, 4]))).Key;
        Assert.That(kernel, Is.EqualTo(name));
        Assert.Multiple(() =>
        {
            Assert.That(tensors.Tensors[kernel].DType, Is.EqualTo(DType.Float32));
            Assert.That(tensors.GetTensor(kernel).ToArray<float>(), Is.EqualTo(Values(model)));
            Assert.That(tensors.GetSlice(kernel, start: [1, 1], shape: [2, 2]).ToArray<float>(), Is.EqualTo(new[] { Values(model)[5], Values(model)[6], Values(model)[9], Values(model)[10] }));
            Assert.That(() => tensors.GetTensor("nothing"), Throws.TypeOf<KeyNotFoundException>());
            Assert.That(() => tensors.GetSlice(kernel, start: [2, 0], shape: [2, 4]), Throws.InstanceOf<ArgumentException>());
        });
    }

    [TestCase("keras/npz/k315.keras", "layers/dense/0")]
    [TestCase("keras/npz/k221.keras", "layers/dense/0")]
    public void Weights_in_NumPys_format_are_looked_into(string file, string name)
    {
        using var tensors = TensorFile.Open(TestData.Path(file));
        var model = Model.Load(TestData.Path(file));
        Assert.That(tensors.Tensors[name].Shape, Is.EqualTo(Shape.Create([4, 3])));
        Assert.That(tensors.GetTensor(name).ToArray<float>(), Is.EqualTo(Values(model)));
        Assert.That(tensors.GetSlice(name, [3, 1], [1, 2]).ToArray<float>(), Is.EqualTo(Values(model)[10..]));
    }

    [Test]
    public void A_file_of_Keras_2_has_its_own_names()
    {
        using var tensors = TensorFile.Open(TestData.Path("h5", "model_k212.h5"));
        Assert.That(tensors.Tensors.Keys, Has.Some.Matches("^model_weights/.*:0$"));
        string first = tensors.Tensors.Keys.First();
        Assert.That(tensors.GetTensor("/" + first).ToArray<float>(), Is.EqualTo(tensors.GetTensor(first).ToArray<float>()));
    }

    [Test]
    public void Sixteen_bits_of_bfloat16_are_told_from_integers()
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.File("half.weights.h5");
        new Sequential([new Input(3), new Dense(4) { DTypePolicy = "bfloat16" }]).SaveWeights(path, new SaveOptions { Dialect = Dialect.Keras3 });
        using var tensors = TensorFile.Open(path);
        Assert.That(tensors.Tensors[Kernel].DType, Is.EqualTo(DType.BFloat16));
        Assert.That(tensors.GetTensor(Kernel).DType, Is.EqualTo(DType.BFloat16));
    }

    [Test]
    public void What_holds_no_weights_is_refused() =>
        Assert.That(() => TensorFile.Open(TestData.Path("digits.csv.gz")), Throws.TypeOf<ModelFormatException>());
}
