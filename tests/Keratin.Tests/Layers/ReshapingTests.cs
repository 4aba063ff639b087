using Keratin.Layers;

namespace Keratin.Tests.Layers;

public sealed class ReshapingTests(string engine) : Testing.OnEachEngine(engine)
{
    [Test]
    public void Two_numbers_pad_the_two_ends_of_a_sequence_and_the_two_axes_of_an_image()
    {
        Assert.That(new ZeroPadding1D((1, 2)).Apply(Tensor.From([5f], [1, 1, 1])).ToArray<float>(), Is.EqualTo(new[] { 0f, 5, 0, 0 }));
        Assert.That(new ZeroPadding2D((1, 2)).ComputeOutputShape([-1, 4, 4, 1]), Is.EqualTo(Shape.Create(-1, 6, 8, 1)));
    }

    [Test]
    public void Negative_padding_is_an_error() => Assert.That(() => new ZeroPadding2D(-1), Throws.ArgumentException.With.Message.Contains("negative"));

    [Test]
    public void Cropping_takes_from_either_end() =>
        Assert.That(new Cropping1D((1, 2)).Apply(Tensor.From([1f, 2, 3, 4, 5], [1, 5, 1])).ToArray<float>(), Is.EqualTo(new[] { 2f, 3 }));

    [Test]
    public void Cropping_all_of_an_axis_is_an_error() =>
        Assert.That(() => new Cropping2D(2).Apply(Tensor.Zeros([1, 4, 9, 1])), Throws.ArgumentException.With.Message.Contains("all of axis 1"));

    [Test]
    public void Upsampling_repeats_steps() =>
        Assert.That(new UpSampling1D(3).Apply(Tensor.From([1f, 2], [1, 2, 1])).ToArray<float>(), Is.EqualTo(new[] { 1f, 1, 1, 2, 2, 2 }));

    [Test]
    public void Permute_takes_each_axis_once() => Assert.That(() => new Permute(1, 1), Throws.ArgumentException.With.Message.Contains("1 to 2"));

    [Test]
    public void Repeated_vectors_become_steps() =>
        Assert.That(new RepeatVector(2).Apply(Tensor.From([1f, 2], [1, 2])).ToArray<float>(), Is.EqualTo(new[] { 1f, 2, 1, 2 }));

    [Test]
    public void Dot_multiplies_along_the_axes_given()
    {
        Tensor left = Tensor.From([1f, 2, 3, 4], [1, 2, 2]), right = Tensor.From([1f, 0, 0, 1], [1, 2, 2]);
        Assert.That(new Dot(new[] { 1, 2 }).Apply([left, right]).Single.ToArray<float>(), Is.EqualTo(new[] { 1f, 3, 2, 4 }));
        Assert.That(() => new Dot(0).Apply([left, right]), Throws.ArgumentException.With.Message.Contains("behind the batch"));
    }
}
