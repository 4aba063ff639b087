using Keratin.Conformance.Running;
using NUnit.Framework;

namespace Keratin.Conformance;

internal sealed class ComparisonTests
{
    private readonly Comparison near = new(1e-3, 1e-4);
    private readonly Comparison equal = new(0, 0);

    [Test]
    public void Accepts_what_lies_within_the_tolerances()
    {
        Assert.DoesNotThrow(() => near.Check("x", Tensor.From([1000.9f, float.NaN, float.PositiveInfinity]), Tensor.From([1000f, float.NaN, float.PositiveInfinity])));
        Assert.DoesNotThrow(() => near.Check("x", Tensor.From([0f]), Tensor.From([-0f])));
    }

    [Test]
    public void Tells_where_the_first_difference_is_and_the_largest()
    {
        var error = Assert.Throws<MismatchException>(() => near.Check("x", Tensor.From([0f, 0f, 5f, 0f], [2, 2]), Tensor.From([0f, 1f, 2f, 0f], [2, 2])));
        Assert.That(error!.Message, Does.Contain("2 of 4").And.Contains("first at [0, 1]: expected 1, got 0").And.Contains("largest error 3"));
    }

    [Test]
    public void Refuses_what_is_just_outside()
    {
        Assert.Throws<MismatchException>(() => near.Check("x", Tensor.From([1001.2f]), Tensor.From([1000f])));
        Assert.Throws<MismatchException>(() => near.Check("x", Tensor.From([float.NaN]), Tensor.From([1f])));
        Assert.Throws<MismatchException>(() => near.Check("x", Tensor.From([1f]), Tensor.From([float.NegativeInfinity])));
        Assert.Throws<MismatchException>(() => near.Check("x", null, Tensor.From([1f])));
    }

    [Test]
    public void Refuses_another_dtype_or_shape()
    {
        Assert.Throws<MismatchException>(() => near.Check("x", Tensor.From([1.0]), Tensor.From([1f])));
        Assert.Throws<MismatchException>(() => near.Check("x", Tensor.From([1f]), Tensor.Scalar(1f)));
    }

    [Test]
    public void Compares_exactly_where_the_tolerances_are_zero()
    {
        Assert.Throws<MismatchException>(() => equal.Check("x", Tensor.From([-0f]), Tensor.From([0f])));
        Assert.Throws<MismatchException>(() => equal.Check("x", Tensor.From([long.MaxValue]), Tensor.From([long.MaxValue - 1])));
        Assert.Throws<MismatchException>(() => equal.Check("x", Tensor.FromStrings("a"), Tensor.FromStrings("b")));
    }
}
