using Keratin.Operations;
using static Keratin.Tests.Engines.Managed.Kernels.Samples;

namespace Keratin.Tests.Engines.Managed.Kernels;

public class ConvolutionKernelTests
{
    private static readonly (string Name, AttrValue Value)[] Attrs = [("strides", new[] { 1, 2, 1, 1 }), ("padding", "SAME")];

    [Test]
    public void Groups_are_convolved_each_by_itself()
    {
        Tensor x = Normal([2, 6, 5, 4]), filter = Normal([3, 2, 2, 6], 2);
        Tensor[] xs = Ops.Split(3, x, 2), filters = Ops.Split(3, filter, 2);
        var parts = new Tensor[2];
        for (int i = 0; i < 2; i++) parts[i] = Ops.Execute("Conv2D", [xs[i], filters[i]], Attrs)[0];
        AssertClose(Ops.Execute("Conv2D", [x, filter], Attrs)[0], Ops.ConcatV2(parts, 3));
    }

    [Test]
    public void Integers_are_convolved_as_floats_are()
    {
        Tensor x = Integers([2, 6, 5, 4]), filter = Integers([3, 2, 2, 6], 2), dy = Integers([2, 3, 5, 6], 3), inputSize = new[] { 2, 6, 5, 4 };
        Tensor Float(Tensor value) => Ops.Cast(value, DType.Float32);
        AssertClose(Ops.Execute("Conv2D", [x, filter], Attrs)[0], Ops.Execute("Conv2D", [Float(x), Float(filter)], Attrs)[0]);
        AssertClose(Ops.Execute("Conv2DBackpropInput", [inputSize, filter, dy], Attrs)[0], Ops.Execute("Conv2DBackpropInput", [inputSize, Float(filter), Float(dy)], Attrs)[0]);
    }

    [TestCase("Conv2D", 2)]
    [TestCase("DepthwiseConv2dNative", 4)]
    public void Small_floats_follow_float32(string op, int filterChannels)
    {
        Tensor x = Normal([2, 6, 5, 4]), filter = Normal([3, 2, filterChannels, 6], 2);
        Tensor y = Ops.Execute(op, [x, filter], Attrs)[0], dy = Normal(y.Shape, 3), inputSize = new[] { 2, 6, 5, 4 }, filterSize = filter.Shape.ToInt32Array();
        foreach (var (dtype, tolerance) in new[] { (DType.Half, 0.02f), (DType.BFloat16, 0.2f) })
        {
            Tensor Small(Tensor value) => Ops.Cast(value, dtype);
            AssertClose(Ops.Execute(op, [Small(x), Small(filter)], Attrs)[0], y, tolerance);
            AssertClose(Ops.Execute(op + "BackpropInput", [inputSize, Small(filter), Small(dy)], Attrs)[0], Ops.Execute(op + "BackpropInput", [inputSize, filter, dy], Attrs)[0], tolerance);
            AssertClose(Ops.Execute(op + "BackpropFilter", [Small(x), filterSize, Small(dy)], Attrs)[0], Ops.Execute(op + "BackpropFilter", [x, filterSize, dy], Attrs)[0], 2 * tolerance);
        }
    }

    [Test]
    public void Batches_of_nothing_give_nothing()
    {
        Tensor filter = Normal([3, 2, 2, 6]);
        Assert.That(Ops.Execute("Conv2D", [Tensor.Zeros([0, 6, 5, 4]), filter], Attrs)[0].Shape, Is.EqualTo(Keratin.Shape.Of(0, 3, 5, 6)));
        var gradient = Ops.Execute("Conv2DBackpropFilter", [Tensor.Zeros([0, 6, 5, 4]), new[] { 3, 2, 2, 6 }, Tensor.Zeros([0, 3, 5, 6])], Attrs)[0];
        Assert.That(gradient.ToArray<float>(), Is.All.Zero);
    }
}
