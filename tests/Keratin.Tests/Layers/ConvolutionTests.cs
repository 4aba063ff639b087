using Keratin.Layers;

namespace Keratin.Tests.Layers;

public sealed class ConvolutionTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void Causal_convolution_does_not_look_ahead()
    {
        var layer = new Conv1D(1, 2, padding: Padding.Causal, kernelInitializer: "ones");
        var output = layer.Apply(Tensor.From([1f, 2, 4, 8], [1, 4, 1]));
        Assert.That(output.ToArray<float>(), Is.EqualTo(new[] { 1f, 3, 6, 12 }));
    }

    [Test]
    public void Causal_padding_is_for_sequences_only() =>
        Assert.That(() => new Conv2D(1, 2, padding: Padding.Causal), Throws.ArgumentException.With.Message.Contains("Causal"));

    [TestCase(Padding.Valid, null, 11)]
    [TestCase(Padding.Same, null, 10)]
    [TestCase(Padding.Same, 0, 9)]
    [TestCase(Padding.Valid, 1, 12)]
    public void Transposed_convolution_has_the_size_that_padding_and_output_padding_say(Padding padding, int? outputPadding, int expected)
    {
        var layer = new Conv2DTranspose(2, 3, strides: 2, padding: padding, outputPadding: outputPadding is { } extra ? extra : null);
        Assert.That(layer.ComputeOutputShape([-1, 5, 5, 3]), Is.EqualTo(Shape.Create(-1, expected, expected, 2)));
        Assert.That(layer.Apply(Tensor.Zeros([1, 5, 5, 3])).Shape, Is.EqualTo(Shape.Create(1, expected, expected, 2)));
    }

    [Test]
    public void Output_padding_must_be_less_than_the_stride() =>
        Assert.That(() => new Conv1DTranspose(1, 3, strides: 2, outputPadding: 2), Throws.ArgumentException.With.Message.Contains("less than the stride"));

    [Test]
    public void Depthwise_convolution_keeps_channels_apart()
    {
        var layer = new DepthwiseConv2D(1, depthMultiplier: 2, depthwiseInitializer: "ones");
        var output = layer.Apply(Tensor.From([1f, 10], [1, 1, 1, 2]));
        Assert.That(output.ToArray<float>(), Is.EqualTo(new[] { 1f, 1, 10, 10 }));
    }

    [Test]
    public void The_number_of_axes_is_checked_with_the_layers_name() =>
        Assert.That(() => new SeparableConv2D(1, 2) { Name = "sep" }.Apply(Tensor.Zeros([1, 4, 4])), Throws.ArgumentException.With.Message.Contains("'sep'"));

    [Test]
    public void Channels_must_be_known_when_weights_are_made() =>
        Assert.That(() => new Conv1D(1, 2).EnsureBuilt([-1, 5, -1]), Throws.ArgumentException.With.Message.Contains("must be known"));

    [Test]
    public void Locally_connected_filters_differ_from_place_to_place()
    {
        var layer = new LocallyConnected1D(1, 1, useBias: false);
        layer.EnsureBuilt([-1, 3, 1]);
        layer.SetWeights(Tensor.From([1f, 10, 100], [3, 1, 1]));
        Assert.That(layer.Apply(Tensor.From([1f, 2, 3], [1, 3, 1])).ToArray<float>(), Is.EqualTo(new[] { 1f, 20, 300 }));
    }

    [Test]
    public void Locally_connected_layers_pad_in_the_later_implementations_only() =>
        Assert.That(() => new LocallyConnected2D(1, 2, padding: Padding.Same), Throws.ArgumentException.With.Message.Contains("implementation"));

    [Test]
    public void A_locally_connected_layer_of_too_many_connections_is_refused_before_memory_is_taken() => Assert.That(
        () => new LocallyConnected1D(2, 1 << 20).Apply(new Input(1 << 21, 1).Output),
        Throws.ArgumentException.With.Message.Contains("too large"));
}
