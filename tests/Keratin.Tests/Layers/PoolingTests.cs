using Keratin.Layers;

namespace Keratin.Tests.Layers;

public sealed class PoolingTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void Strides_are_the_windows_size_unless_given() =>
        Assert.That(new MaxPooling1D(3).ComputeOutputShape([-1, 9, 2]), Is.EqualTo(Shape.Create(-1, 3, 2)));

    [Test]
    public void A_window_larger_than_the_input_is_an_error() =>
        Assert.That(() => new AveragePooling3D(4).ComputeOutputShape([-1, 3, 5, 5, 1]), Throws.ArgumentException.With.Message.Contains("smaller than its window"));

    [Test]
    public void Masked_steps_are_left_out_of_the_mean()
    {
        var output = new GlobalAveragePooling1D().Apply(Tensor.From([1f, 3, 100], [1, 3, 1]), mask: Tensor.From([true, true, false], [1, 3]));
        Assert.That(output.Item<float>(), Is.EqualTo(2f));
    }

    [Test]
    public void Kept_dimensions_have_size_1() =>
        Assert.That(new GlobalMaxPooling2D(DataFormat.ChannelsFirst, keepdims: true).Apply(Tensor.Zeros([2, 3, 4, 5])).Shape, Is.EqualTo(Shape.Create(2, 3, 1, 1)));

    [Test]
    public void Adaptive_windows_cover_the_input_and_may_overlap()
    {
        var input = Tensor.From([1f, 2, 3, 4, 5], [1, 5, 1]);
        Assert.That(new AdaptiveAveragePooling1D(3).Apply(input).ToArray<float>(), Is.EqualTo(new[] { 1.5f, 3, 4.5f }).Within(1e-6));
        Assert.That(new AdaptiveMaxPooling1D(3).Apply(input).ToArray<float>(), Is.EqualTo(new[] { 2f, 4, 5 }));
    }
}
