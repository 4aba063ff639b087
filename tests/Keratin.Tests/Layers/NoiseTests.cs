using Keratin.Layers;

namespace Keratin.Tests.Layers;

public sealed class NoiseTests(string engine) : Testing.OnEachEngine(engine)
{
    private static readonly Layer[] Layers = [new GaussianNoise(1), new GaussianDropout(0.5), new AlphaDropout(0.5), new SpatialDropout1D(0.5)];

    [TestCaseSource(nameof(Layers))]
    public void Noise_is_for_training_only(Layer layer)
    {
        var input = Tensor.From(Enumerable.Range(1, 60).Select(static i => (float)i).ToArray(), [2, 5, 6]);
        Assert.That(layer.Apply(input).ToArray<float>(), Is.EqualTo(input.ToArray<float>()));
        Assert.That(layer.Apply(input, training: true).ToArray<float>(), Is.Not.EqualTo(input.ToArray<float>()));
    }

    [Test]
    public void Spatial_dropout_drops_whole_channels()
    {
        float[] output = new SpatialDropout1D(0.5) { Seed = 3 }.Apply(Tensor.From(Enumerable.Repeat(1f, 400).ToArray(), [1, 4, 100]), training: true).ToArray<float>();
        for (int channel = 0; channel < 100; channel++)
            Assert.That(Enumerable.Range(0, 4).Select(step => output[step * 100 + channel]).Distinct().Count(), Is.EqualTo(1));
        Assert.That(output.Distinct(), Is.EquivalentTo(new[] { 0f, 2f }));
    }

    [Test]
    public void Alpha_dropout_keeps_mean_and_variance_of_what_selu_gives()
    {
        float[] normal = new GaussianNoise(1) { Seed = 1 }.Apply(Tensor.Zeros([1, 40_000]), training: true).ToArray<float>();
        float[] output = new AlphaDropout(0.3) { Seed = 2 }.Apply(Tensor.From(normal, [1, 40_000]), training: true).ToArray<float>();
        double mean = output.Average(static x => (double)x);
        Assert.That(mean, Is.EqualTo(0).Within(0.03));
        Assert.That(output.Average(x => (x - mean) * (x - mean)), Is.EqualTo(1).Within(0.05));
    }

    [Test]
    public void A_rate_lies_between_0_and_1() => Assert.That(() => new GaussianDropout(1.5), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void The_same_seed_gives_the_same_noise()
    {
        var input = Tensor.Zeros([3, 3]);
        float[] first = new GaussianNoise(1) { Seed = 7 }.Apply(input, training: true).ToArray<float>();
        Assert.That(new GaussianNoise(1) { Seed = 7 }.Apply(input, training: true).ToArray<float>(), Is.EqualTo(first));
    }
}
