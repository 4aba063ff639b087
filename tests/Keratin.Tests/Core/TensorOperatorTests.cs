namespace Keratin.Tests.Core;

public class TensorOperatorTests
{
    [Test]
    public void A_plain_number_takes_the_dtype_of_the_tensor_beside_it()
    {
        Tensor halves = Tensor.From([(Half)1, (Half)2]);
        Assert.That((halves + 1).DType, Is.EqualTo(DType.Half));
        Assert.That((0.5 * halves).ToArray<Half>(), Is.EqualTo(new[] { (Half)0.5, (Half)1 }));
    }

    [Test]
    public void A_plain_number_takes_the_dtype_of_a_scalar_beside_it_on_either_side()
    {
        Tensor steps = Tensor.Scalar(41L);
        Assert.That((steps + 1).Item<long>(), Is.EqualTo(42));
        Assert.That((100 - steps).Item<long>(), Is.EqualTo(59));
        Tensor wide = Tensor.Scalar(2.0);
        Assert.That((wide * 0.5f).Item<double>(), Is.EqualTo(1));
        Tensor narrow = Tensor.Scalar(2f);
        Assert.That((narrow * 0.5).Item<float>(), Is.EqualTo(1));
    }

    [Test]
    public void A_plain_fraction_does_not_become_an_integer()
    {
        Tensor count = Tensor.Scalar(3);
        Assert.That((count * 0.5f).Item<float>(), Is.EqualTo(1.5f));
    }
}
