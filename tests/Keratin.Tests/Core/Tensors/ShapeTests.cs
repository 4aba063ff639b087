namespace Keratin.Tests.Core.Tensors;

public class ShapeTests
{
    [Test]
    public void One_size_is_changed_counted_from_either_end() => Assert.Multiple(() =>
    {
        Assert.That(Shape.Create([2, 3, 4]).With(1, 7), Is.EqualTo(Shape.Create([2, 7, 4])));
        Assert.That(Shape.Create([2, 3, 4]).With(^1, 7), Is.EqualTo(Shape.Create([2, 3, 7])));
    });

    [TestCase(2)]
    [TestCase(-1)]
    public void An_axis_that_is_not_there_is_refused_by_its_number(int axis)
    {
        var place = axis < 0 ? new Index(3, fromEnd: true) : new Index(axis);
        Assert.That(() => Shape.Create([2, 3]).With(place, 7), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains($"no axis {axis}"));
    }
}
