using Keratin.Layers;
using Keratin.Models;
using Keratin.Optimizers;

namespace Keratin.Tests.Training;

/// <summary>Models of many kinds of layers learn, on each engine, at once as well as compiled.</summary>
public class WholeModelTests(string engine) : Testing.OnEachEngine(engine)
{
    private static readonly string[] Sentences = ["good very good", "bad", "so good", "very bad bad", "good", "so bad"];
    private static readonly float[] Verdicts = [1, 0, 1, 0, 1, 0];

    [Test]
    public void A_model_that_reads_texts_learns_what_words_mean([Values] bool eagerly)
    {
        var words = new TextVectorization { Name = "words" };
        var texts = Tensor.FromStrings(Sentences, [6, 1]);
        words.Adapt(texts);
        var model = new Sequential([new Input(1) { DType = DType.String }, words, new Embedding(8, 4), new LSTM(4), new Dense(1, "sigmoid")]);
        Assert.That(Learn(model, texts, Tensor.From(Verdicts, [6, 1]), eagerly, epochs: 60), Is.LessThan(0.5));
    }

    [Test]
    public void A_model_that_changes_its_pictures_while_it_trains_learns([Values] bool eagerly)
    {
        var picture = new Input(6, 6, 1).Output;
        var h = new RandomFlip { Seed = 1 }.Apply(picture);
        h = new RandomRotation(0.05) { Seed = 2 }.Apply(h);
        h = new Conv2D(4, 3, activation: "relu").Apply(new GaussianNoise(0.01) { Seed = 3 }.Apply(h));
        var model = new Functional(picture, new Dense(1, "sigmoid").Apply(new GlobalAveragePooling2D().Apply(h)));
        // Bright pictures and dark ones.
        var x = Tensor.From(Enumerable.Range(0, 6 * 36).Select(static i => Verdicts[i / 36] + i % 7 * 0.01f).ToArray(), [6, 6, 6, 1]);
        Assert.That(Learn(model, x, Tensor.From(Verdicts, [6, 1]), eagerly, epochs: 60), Is.LessThan(0.5));
    }

    [TestCase("mixed_float16", true)]
    [TestCase("mixed_float16", false)]
    [TestCase("mixed_bfloat16", true)]
    [TestCase("mixed_bfloat16", false)]
    public void A_model_of_mixed_precision_learns_and_keeps_float32_weights(string policy, bool eagerly)
    {
        var model = new Sequential([new Input(2), new Dense(8, "relu") { DTypePolicy = new(policy) }, new Dense(1, "sigmoid") { DTypePolicy = new("float32") }]) { DTypePolicy = new(policy) };
        Tensor x = Tensor.From(new float[,] { { 1, 0 }, { 0, 1 }, { 1, 0.2f }, { 0.1f, 1 }, { 0.9f, 0 }, { 0, 0.8f } });
        Assert.That(Learn(model, x, Tensor.From(Verdicts, [6, 1]), eagerly, epochs: 60), Is.LessThan(0.5));
        Assert.That(model.Weights.Select(static weight => weight.DType), Is.All.EqualTo(DType.Float32));
    }

    [Test]
    public void Many_threads_predict_by_one_recurrent_model_sequences_of_their_own_lengths()
    {
        var model = new Sequential([new Input(-1, 3), new LSTM(5), new Dense(2)]);
        Tensor[] sequences = [.. Enumerable.Range(1, 4).Select(static length => Tensor.From(Enumerable.Range(0, length * 3).Select(static i => i * 0.1f).ToArray(), [1, length, 3]))];
        float[][] expected = Array.ConvertAll(sequences, sequence => model.Predict(sequence)[0].ToArray<float>());
        Parallel.For(0, 64, i => Assert.That(model.Predict(sequences[i % 4])[0].ToArray<float>(), Is.EqualTo(expected[i % 4]).Within(1e-6)));
    }

    private static double Learn(Model model, Tensor x, Tensor y, bool eagerly, int epochs)
    {
        Randomness.SetSeed(3);
        model.Compile(new Adam(0.05), "binary_crossentropy", runEagerly: eagerly);
        var losses = model.Fit(x, y, batchSize: 3, epochs: epochs)["loss"];
        Assert.That(losses[^1], Is.LessThan(losses[0]));
        return losses[^1];
    }
}
