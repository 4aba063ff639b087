using Keratin.Layers;
using Keratin.Models;
using Keratin.Serialization;

namespace Keratin.Tests.Layers.Preprocessing;

public sealed class LookupTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void Learned_terms_are_ordered_by_how_often_they_occur()
    {
        var lookup = new StringLookup();
        lookup.Adapt(Tensor.FromStrings("b", "a", "b", "c", "c", "b"));
        Assert.That(lookup.GetVocabulary(), Is.EqualTo(new[] { "[UNK]", "b", "c", "a" }));
        Assert.That(lookup.Apply(Tensor.FromStrings("c", "zz")).ToArray<long>(), Is.EqualTo(new[] { 2L, 0 }));
    }

    [Test]
    public void Adapting_again_forgets_what_was_learned()
    {
        var lookup = new IntegerLookup();
        lookup.Adapt(Tensor.From([5L, 5]));
        lookup.Adapt(Tensor.From([7L]));
        Assert.That(lookup.GetVocabulary(includeSpecialTokens: false), Is.EqualTo(new[] { 7L }));
    }

    [Test]
    public void A_given_vocabulary_is_not_adapted() =>
        Assert.That(() => new StringLookup(new[] { "a" }).Adapt(Tensor.FromStrings("b")), Throws.InvalidOperationException.With.Message.Contains("given its vocabulary"));

    [Test]
    public void No_list_is_made_of_as_many_indices_for_unknown_terms_as_a_config_asks_for()
    {
        var lookup = new IntegerLookup(new[] { 3L, 4 }, numOovIndices: int.MaxValue - 2);
        Assert.That(lookup.Apply(Tensor.From([4L])).ToArray<long>(), Is.EqualTo(new[] { (long)int.MaxValue - 1 }));
        Assert.That(() => new IntegerLookup(new[] { 3L, 4 }, numOovIndices: int.MaxValue), Throws.TypeOf<OverflowException>());
    }

    [Test]
    public void A_term_must_not_occur_twice() =>
        Assert.That(() => new StringLookup(new[] { "a", "b", "a" }), Throws.ArgumentException.With.Message.Contains("'a' more than once"));

    [Test]
    public void Unknown_terms_without_an_index_are_errors() =>
        Assert.That(() => new StringLookup(new[] { "a" }, numOovIndices: 0).Apply(Tensor.FromStrings("b")), Throws.Exception.With.Message.Contains("in vocabulary"));

    [Test]
    public void A_lookup_turned_around_gives_terms()
    {
        var lookup = new StringLookup(new[] { "a", "b" }, invert: true);
        Assert.That(lookup.Apply(Tensor.From([2L, 0])).ToArray<string>(), Is.EqualTo(new[] { "b", "[UNK]" }));
    }

    [Test]
    public void A_vocabulary_file_named_in_a_config_is_never_opened()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "secret");
        const string Config = """{"class_name": "StringLookup", "config": {"name": "s", "vocabulary": "PATH", "num_oov_indices": 1}}""";
        Assert.That(
            () => KerasSerializer.Deserialize<Layer>(Config.Replace("PATH", path.Replace("\\", "/"))),
            Throws.InstanceOf<KerasConfigException>().With.Message.Contains("none is ever opened"));
        File.Delete(path);
    }

    [Test]
    public void A_learned_vocabulary_is_saved_beside_the_config_and_loaded()
    {
        using var folder = new Formats.TemporaryFolder();
        var layer = new TextVectorization(outputSequenceLength: 4);
        layer.Adapt(Tensor.FromStrings("the cat", "the dog"));
        string path = Path.Combine(folder.Path, "text.keras");
        new Sequential([new Input(Shape.Create(-1)) { DType = DType.String }, layer]).Save(path);
        var again = (TextVectorization)Model.Load(path).Layers[0];
        Assert.That(again.GetVocabulary(), Is.EqualTo(layer.GetVocabulary()));
    }

    [Test]
    public void Texts_are_lowered_stripped_split_and_filled_up()
    {
        var layer = new TextVectorization(vocabulary: new[] { "hello", "world" });
        Assert.That(layer.Apply(Tensor.FromStrings("Hello, WORLD!", "nobody")).ToArray<long>(), Is.EqualTo(new[] { 2L, 3, 1, 0 }));
    }

    [Test]
    public void Texts_that_keep_their_lengths_are_values_and_row_splits()
    {
        var output = new TextVectorization(vocabulary: new[] { "a", "b" }, ragged: true).Apply((Tensors)Tensor.FromStrings("a b", "b"));
        Assert.That(output["values"].ToArray<long>(), Is.EqualTo(new[] { 2L, 3, 3 }));
        Assert.That(output["row_splits"].ToArray<long>(), Is.EqualTo(new[] { 0L, 2, 3 }));
    }
}
