using Keratin.Layers;
using Keratin.Training;
using Keratin.Optimizers;
using Keratin.Models;
using Keratin.Losses;

namespace Keratin.Tests.Layers.Preprocessing;

public sealed class PreprocessingTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void Figures_of_batches_are_those_of_all_data()
    {
        var layer = new Normalization();
        layer.Adapt([Tensor.From([1f, 2], [2, 1]), Tensor.From([3f, 4, 5], [3, 1])]);
        Assert.That(layer.Apply(Tensor.From([3f, 5], [2, 1])).ToArray<float>(), Is.EqualTo(new[] { 0f, (float)Math.Sqrt(2) }).Within(1e-5));
    }

    [Test]
    public void Inverted_normalisation_turns_data_back() =>
        Assert.That(new Normalization([], 10.0, 4.0, invert: true).Apply(Tensor.From([1f], [1, 1])).Item<float>(), Is.EqualTo(12f));

    [Test]
    public void Mean_and_variance_come_together() => Assert.That(() => new Normalization(mean: 1.0), Throws.ArgumentException.With.Message.Contains("both"));

    [Test]
    public void A_boundary_belongs_to_the_bin_above() =>
        Assert.That(new Discretization([0.0, 1]).Apply(Tensor.From([-1f, 0, 0.5f, 1])).ToArray<int>(), Is.EqualTo(new[] { 0, 1, 1, 2 }));

    [Test]
    public void Bins_that_are_learned_hold_as_many_of_the_data_each()
    {
        var layer = new Discretization(numBins: 4);
        layer.Adapt(Tensor.From(Enumerable.Range(0, 1000).Select(static i => (float)i).ToArray()));
        Assert.That(layer.Boundaries, Is.EqualTo(new[] { 250.0, 500, 750 }).Within(15));
    }

    [Test]
    public void Without_boundaries_bins_are_an_error_that_says_what_to_do() =>
        Assert.That(() => new Discretization(numBins: 4).Apply(Tensor.From([1f])), Throws.InvalidOperationException.With.Message.Contains("call Adapt"));

    [Test]
    public void Categories_beyond_the_number_given_are_errors() =>
        Assert.That(() => new CategoryEncoding(3).Apply(Tensor.From([1, 3], [1, 2])), Throws.Exception.With.Message.Contains("num_tokens=3"));

    [Test]
    public void Weights_are_counted()
    {
        var arguments = new CallArguments { Named = new Dictionary<string, object?> { ["count_weights"] = Tensor.From([0.5f, 2], [1, 2]) } };
        Assert.That(new CategoryEncoding(3, OutputMode.Count).Apply((Tensors)Tensor.From([1, 1], [1, 2]), arguments).Single.ToArray<float>(), Is.EqualTo(new[] { 0f, 2.5f, 0 }));
    }

    [Test]
    public void Hashes_lie_in_the_bins_and_change_with_the_salt()
    {
        var words = Tensor.FromStrings(Enumerable.Range(0, 50).Select(static i => $"word{i}").ToArray());
        long[] plain = new Hashing(8).Apply(words).ToArray<long>(), salted = new Hashing(8, salt: [1, 2]).Apply(words).ToArray<long>();
        Assert.That(plain, Is.All.InRange(0, 7));
        Assert.That(salted, Is.Not.EqualTo(plain));
    }

    [Test]
    public void Images_are_cropped_or_padded_rather_than_distorted_if_asked_for()
    {
        var wide = Tensor.From([0f, 1, 1, 0], [1, 1, 4, 1]);
        Assert.That(new Resizing(1, 2, cropToAspectRatio: true).Apply(wide).ToArray<float>(), Is.EqualTo(new[] { 1f, 1 }));
        Assert.That(() => new Resizing(1, 1, cropToAspectRatio: true, padToAspectRatio: true), Throws.ArgumentException);
    }

    [Test]
    public void Flips_are_for_training_only_and_mirror_about_half_the_images()
    {
        var images = Tensor.From(Enumerable.Range(0, 400).Select(static i => (float)(i % 2)).ToArray(), [200, 1, 2, 1]);
        var layer = new RandomFlip(FlipMode.Horizontal) { Seed = 1 };
        Assert.That(layer.Apply(images, training: false).ToArray<float>(), Is.EqualTo(images.ToArray<float>()));
        float[] output = layer.Apply(images, training: true).ToArray<float>();
        Assert.That(Enumerable.Range(0, 200).Count(i => output[2 * i] == 1), Is.InRange(60, 140));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Random_transforms_keep_the_shape(bool training)
    {
        var images = (Tensor)Tensor.Zeros([2, 5, 6, 3]);
        foreach (var layer in new Layer[] { new RandomRotation(0.1), new RandomTranslation(0.1, 0.2), new RandomZoom(0.3), new RandomShear(0.2), new RandomBrightness(0.1), new RandomContrast(0.2), new RandomInvert(), new RandomGrayscale() })
            Assert.That(layer.Apply(images, training).Shape, Is.EqualTo(images.Shape), layer.ClassName);
        Assert.That(new RandomCrop(3, 2).Apply(images, training: true).Shape, Is.EqualTo(Shape.Create(2, 3, 2, 3)));
    }

    [Test]
    public void A_spectrogram_shows_the_frequency_of_a_wave()
    {
        float[] wave = [.. Enumerable.Range(0, 64).Select(static i => (float)Math.Cos(2 * Math.PI * 4 * i / 32))];
        var output = new STFTSpectrogram(SpectrogramMode.Magnitude, 32).Apply(Tensor.From(wave, [1, 64, 1]));
        Assert.That(output.Shape, Is.EqualTo(Shape.Create(1, 3, 17)));
        float[] first = output.ToArray<float>()[..17];
        Assert.That(Array.IndexOf(first, first.Max()), Is.EqualTo(4));
    }

    [Test]
    public void Changes_of_images_are_part_of_a_model_that_trains()
    {
        var model = new Sequential(
        [
            new Input(6, 5, 3), new RandAugment { Seed = 1 }, new AugMix { Seed = 2 }, new RandomErasing { Seed = 3 }, new RandomElasticTransform { Seed = 4 }, new RandomPerspective { Seed = 5 },
            new RandomGaussianBlur { Seed = 6 }, new MixUp { Seed = 7 }, new CutMix { Seed = 8 }, new Flatten(), new Dense(1),
        ]);
        model.Compile(new SGD(1e-6), new MeanSquaredError());
        Tensor images = Ops.StatelessRandomUniform(Tensor.From([4, 6, 5, 3]), Tensor.From([1, 2])), labels = Tensor.Zeros([4, 1]);
        double first = model.TrainOnBatch(images, labels)["loss"];
        Assert.That(double.IsFinite(first));
        // The second step draws anew.
        Assert.That(model.TrainOnBatch(images, labels)["loss"], Is.Not.EqualTo(first));
    }
}
