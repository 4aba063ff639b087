using Keratin.Layers;

namespace Keratin.Tests.Layers;

public sealed class NormalizationLayerTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void Groups_are_normalised_each_by_itself()
    {
        float[] output = new GroupNormalization(2, epsilon: 0).Apply(Tensor.From([1f, 3, 10, 30], [1, 4])).ToArray<float>();
        Assert.That(output, Is.EqualTo(new[] { -1f, 1, -1, 1 }).Within(1e-5));
    }

    [Test]
    public void Channels_must_be_a_multiple_of_the_groups() =>
        Assert.That(() => new GroupNormalization(3).EnsureBuilt([-1, 4]), Throws.ArgumentException.With.Message.Contains("3 groups"));

    [Test]
    public void Unit_vectors_have_length_1_and_zeros_stay() =>
        Assert.That(new UnitNormalization().Apply(Tensor.From([3f, 4, 0, 0], [2, 2])).ToArray<float>(), Is.EqualTo(new[] { 0.6f, 0.8f, 0, 0 }).Within(1e-6));

    [Test]
    public void Spectral_normalisation_divides_the_kernel_by_its_largest_singular_value_while_training()
    {
        var dense = new Dense(2, useBias: false);
        var layer = new SpectralNormalization(dense, powerIterations: 20);
        layer.EnsureBuilt([-1, 2]);
        dense.SetWeights(Tensor.From([4f, 0, 0, 2], [2, 2]));
        var input = Tensor.From([1f, 1], [1, 2]);
        Assert.That(layer.Apply(input).ToArray<float>(), Is.EqualTo(new[] { 4f, 2 }));
        Assert.That(layer.Apply(input, training: true).ToArray<float>(), Is.EqualTo(new[] { 1f, 0.5f }).Within(1e-4));
    }

    [Test]
    public void Spectral_normalisation_needs_a_kernel() =>
        Assert.That(() => new SpectralNormalization(new Dropout(0.1)).EnsureBuilt([-1, 2]), Throws.ArgumentException.With.Message.Contains("kernel"));

    [Test]
    public void A_layer_that_shares_figures_over_replicas_is_one_that_has_one_replica() =>
        Assert.That(
            Keratin.Serialization.KerasSerializer.Deserialize<Layer>("""{"module": "keras.layers.experimental", "class_name": "SyncBatchNormalization", "config": {"name": "sync", "trainable": true, "dtype": "float32", "axis": -1, "momentum": 0.9, "epsilon": 0.01, "center": true, "scale": true}, "registered_name": null}"""),
            Is.TypeOf<BatchNormalization>().With.Property(nameof(BatchNormalization.Momentum)).EqualTo(0.9));
}
