using Keratin.Engines;

namespace Keratin.Tests.Core.Tensors;

public class TensorIndexTests
{
    private static readonly Tensor Cube = Tensor.From(Enumerable.Range(0, 24).ToArray(), [2, 3, 4]);

    [Test]
    public void An_index_takes_its_axis_away()
    {
        Assert.That(Cube[1].Shape, Is.EqualTo(Shape.Create(3, 4)));
        Assert.That(Cube[1, 2, 3].Item<int>(), Is.EqualTo(23));
        Assert.That(Cube[^1, -2].ToArray<int>(), Is.EqualTo(new[] { 16, 17, 18, 19 }));
    }

    [Test]
    public void A_range_keeps_its_axis()
    {
        Assert.That(Cube[.., 1..3].Shape, Is.EqualTo(Shape.Create(2, 2, 4)));
        Assert.That(Cube[0, 0, 1..^1].ToArray<int>(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Cube[0, 0, ^2..].ToArray<int>(), Is.EqualTo(new[] { 2, 3 }));
        Assert.That(Cube[0, 0, ^0..].Shape, Is.EqualTo(Shape.Create(0)));
        Assert.That(Cube[.., .., 0].ToArray<int>(), Is.EqualTo(new[] { 0, 4, 8, 12, 16, 20 }));
    }

    [Test]
    public void Ellipsis_new_axes_and_steps_work_as_in_Python()
    {
        Assert.That(Cube[TensorIndex.Ellipsis, 0].Shape, Is.EqualTo(Shape.Create(2, 3)));
        Assert.That(Cube[0, TensorIndex.NewAxis].Shape, Is.EqualTo(Shape.Create(1, 3, 4)));
        Assert.That(Cube[0, 0, TensorIndex.Every(-1)].ToArray<int>(), Is.EqualTo(new[] { 3, 2, 1, 0 }));
        Assert.That(Cube[0, 0, TensorIndex.Every(2, begin: 1)].ToArray<int>(), Is.EqualTo(new[] { 1, 3 }));
    }

    [Test]
    public void Indices_out_of_range_are_errors()
    {
        Assert.That(() => Cube[2], Throws.TypeOf<OpException>().With.Message.Contains("out of bounds"));
        Assert.That(() => Cube[0, 0, 0, 0], Throws.TypeOf<OpException>().With.Message.Contains("too many"));
    }

    [Test]
    public void Slices_have_gradients()
    {
        Tensor x = Tensor.From([1f, 2f, 3f]);
        using var tape = new Gradients.GradientTape();
        tape.Watch(x);
        var y = x[TensorIndex.Every(-2)];
        Assert.That(tape.Gradient(y, x, Tensor.From([5f, 7f]))!.ToArray<float>(), Is.EqualTo(new[] { 7f, 0f, 5f }));
    }
}
