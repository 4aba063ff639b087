using Keratin.Formats;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Saving;
using Keratin.Serialization;
using Keratin.Tests.Formats;

namespace Keratin.Tests.Saving;

/// <summary>Models as folders of what a <c>.keras</c> file holds (<c>zipped=False</c>).</summary>
public class FolderTests
{
    private static readonly SaveOptions Unzipped = new() { Zipped = false };

    private static Sequential NewModel() => new([new Input(3), new Dense(2)]);

    private static float[] Kernel(Model model) => model.Weights[0].Value.Value.ToArray<float>();

    [Test]
    public void A_model_is_saved_to_a_folder_and_loaded_from_it()
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.File("model");
        var model = NewModel();
        model.Save(path, Unzipped);
        Assert.That(Directory.GetFiles(path).Select(Path.GetFileName), Is.EquivalentTo(new[] { "metadata.json", "config.json", "model.weights.h5" }));
        Assert.That(Kernel(Model.Load(path)), Is.EqualTo(Kernel(model)));
    }

    [Test]
    public void Vocabularies_lie_in_the_folder_of_assets()
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.File("model");
        var lookup = new StringLookup();
        lookup.Adapt(Tensor.FromStrings("b", "a", "b"));
        new Sequential([new Input(Shape.Create([1])) { DType = DType.String }, lookup]).Save(path, Unzipped);
        Assert.That(Directory.Exists(Path.Combine(path, "assets")), Is.True);
        Assert.That(((StringLookup)((Sequential)Model.Load(path)).Layers[^1]).GetVocabulary(), Is.EqualTo(new[] { "[UNK]", "b", "a" }));
    }

    [Test]
    public void A_new_folder_takes_the_place_of_the_old_one_and_nothing_is_left_beside_it()
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.File("model");
        NewModel().Save(path, Unzipped);
        var second = NewModel();
        second.Save(path, Unzipped);
        Assert.That(Kernel(Model.Load(path)), Is.EqualTo(Kernel(second)));
        Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!), Has.Length.EqualTo(1));
        Assert.That(() => second.Save(path, Unzipped with { Overwrite = false }), Throws.TypeOf<IOException>());
    }

    [Test]
    public void A_folder_with_other_things_is_never_replaced()
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.File("model");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "thesis.txt"), "all my work");
        Assert.That(() => NewModel().Save(path, Unzipped), Throws.TypeOf<IOException>().With.Message.Contains("thesis.txt"));
        Assert.That(File.ReadAllText(Path.Combine(path, "thesis.txt")), Is.EqualTo("all my work"));
    }

    [Test]
    public void Names_and_dialects_that_Keras_does_not_take_are_refused()
    {
        using var temporary = new TemporaryFolder();
        Assert.That(() => NewModel().Save(temporary.File("model.keras"), Unzipped), Throws.ArgumentException.With.Message.Contains(".keras"));
        Assert.That(() => NewModel().Save(temporary.File("model"), Unzipped with { Dialect = Dialect.Keras2 }), Throws.TypeOf<NotSupportedException>().With.Message.Contains("Keras 2"));
        Assert.That(() => NewModel().Save(new MemoryStream(), SaveFormat.Keras, Unzipped), Throws.ArgumentException);
    }

    [Test]
    public void A_folder_without_a_model_is_refused()
    {
        using var temporary = new TemporaryFolder();
        Directory.CreateDirectory(temporary.File("empty"));
        Assert.That(() => Model.Load(temporary.File("empty")), Throws.TypeOf<ModelFormatException>().With.Message.Contains("config.json"));
    }

    [Test]
    public void Links_that_lead_out_of_the_folder_are_refused()
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.File("model"), outside = temporary.File("outside.h5");
        NewModel().Save(path, Unzipped);
        File.Move(Path.Combine(path, "model.weights.h5"), outside);
        File.CreateSymbolicLink(Path.Combine(path, "model.weights.h5"), outside);
        Assert.That(() => Model.Load(path), Throws.TypeOf<ModelFormatException>().With.Message.Contains("a link"));
    }

    [Test]
    public void A_NumPy_archive_under_the_name_of_an_HDF5_file_is_read_as_what_it_is()
    {
        // Keras writes it so with weights_format="npz" and zipped=False.
        using var temporary = new TemporaryFolder();
        string file = TestData.Path("keras", "npz", "k315.keras");
        using (var archive = Keratin.Formats.KerasArchive.KerasArchiveReader.Open(file))
            foreach (string name in archive.Names)
                File.WriteAllBytes(temporary.File(name.Replace(".npz", ".h5")), archive.Read(name).ToArray());
        Assert.That(Kernel(Model.Load(temporary.Path)), Is.EqualTo(Kernel(Model.Load(file))));
    }
}
