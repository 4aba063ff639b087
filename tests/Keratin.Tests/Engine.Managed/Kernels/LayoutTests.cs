using Keratin.Operations;
using static Keratin.Tests.Engines.Managed.Kernels.Samples;

namespace Keratin.Tests.Engines.Managed.Kernels;

/// <summary>Ops give the same for images with the channels first as for the same images with the channels last.</summary>
public class LayoutTests
{
    private static readonly int[] Paddings = [0, 0, 1, 2, 0, 1, 0, 0];

    private static Tensor Run(string op, bool first, Tensor[] inputs, int[] images, params (string Name, AttrValue Value)[] attrs)
    {
        var given = new List<(string, AttrValue)>(attrs);
        bool volume = op.Contains("3D", StringComparison.Ordinal);
        given.Add(("data_format", (volume, first) switch { (true, true) => "NCDHW", (true, false) => "NDHWC", (false, true) => "NCHW", _ => "NHWC" }));
        if (!first) return Ops.Execute(op, inputs, given.ToArray())[0];
        var moved = (Tensor[])inputs.Clone();
        foreach (int i in images) moved[i] = ChannelsFirst(moved[i]);
        for (int i = 0; i < given.Count; i++)
            if (given[i] is (_, { Kind: AttrKind.Ints } value)) given[i] = (given[i].Item1, Moved(value.Ints));
        return ChannelsLast(Ops.Execute(op, moved, given.ToArray())[0]);
    }

    // Strides and the like along (batch, …, channels), or pairs of paddings.
    private static long[] Moved(long[] values) => values.Length == 0 ? values : values.Length == 8 ? [.. values[..2], .. values[6..], .. values[2..6]] : [values[0], values[^1], .. values[1..^1]];

    private static void Check(string op, Tensor[] inputs, int[] images, params (string Name, AttrValue Value)[] attrs) =>
        AssertClose(Run(op, true, inputs, images, attrs), Run(op, false, inputs, images, attrs));

    [TestCase("SAME")]
    [TestCase("VALID")]
    [TestCase("EXPLICIT")]
    public void Convolutions(string padding)
    {
        (string, AttrValue)[] attrs = [("strides", new[] { 1, 2, 1, 1 }), ("dilations", new[] { 1, 1, 2, 1 }), ("padding", padding), ("explicit_paddings", padding == "EXPLICIT" ? Paddings : [])];
        Check("Conv2D", [Normal([2, 7, 9, 4]), Normal([3, 2, 2, 6], 2)], [0], attrs);
        Check("DepthwiseConv2dNative", [Normal([2, 7, 9, 4]), Normal([3, 2, 4, 3], 2)], [0], attrs);
    }

    [Test]
    public void Convolutions_of_volumes() =>
        Check("Conv3D", [Normal([2, 5, 4, 6, 3]), Normal([2, 3, 2, 3, 5], 2)], [0], ("strides", new[] { 1, 1, 2, 1, 1 }), ("padding", "SAME"));

    [Test]
    public void Pools()
    {
        (string, AttrValue)[] attrs = [("ksize", new[] { 1, 3, 2, 1 }), ("strides", new[] { 1, 2, 1, 1 }), ("padding", "SAME")];
        Check("MaxPool", [Normal([2, 7, 6, 3])], [0], attrs);
        Check("AvgPool", [Normal([2, 7, 6, 3])], [0], attrs);
        Check("MaxPoolGrad", [Normal([2, 7, 6, 3]), Normal([2, 4, 6, 3]), Normal([2, 4, 6, 3], 3)], [0, 1, 2], attrs);
        (string, AttrValue)[] volume = [("ksize", new[] { 1, 2, 3, 2, 1 }), ("strides", new[] { 1, 2, 1, 1, 1 }), ("padding", "VALID")];
        Check("MaxPool3D", [Normal([2, 4, 5, 3, 2])], [0], volume);
        Check("AvgPool3D", [Normal([2, 4, 5, 3, 2])], [0], volume);
    }

    [Test]
    public void Batch_normalization()
    {
        Tensor[] inputs = [Normal([2, 3, 4, 5]), Normal([5], 2), Normal([5], 3), Tensor.From(Array.Empty<float>()), Tensor.From(Array.Empty<float>())];
        Check("FusedBatchNormV3", inputs, [0], ("U", DType.Float32));
        Tensor[] gradient = [Normal([2, 3, 4, 5], 4), Normal([2, 3, 4, 5]), Normal([5], 2), Normal([5], 3), Ops.Abs(Normal([5], 5)) + 1f, Tensor.Scalar(0f)];
        Check("FusedBatchNormGradV3", gradient, [0, 1], ("U", DType.Float32));
    }

    [Test]
    public void Gradients_of_convolutions()
    {
        (string, AttrValue)[] attrs = [("strides", new[] { 1, 2, 1, 1 }), ("padding", "SAME"), ("data_format", "NCHW")];
        (string, AttrValue)[] last = [("strides", new[] { 1, 2, 1, 1 }), ("padding", "SAME")];
        Tensor x = Normal([2, 6, 5, 4]), filter = Normal([3, 2, 4, 6], 2), dy = Normal([2, 3, 5, 6], 3);
        attrs[0] = ("strides", new[] { 1, 1, 2, 1 });
        AssertClose(
            ChannelsLast(Ops.Execute("Conv2DBackpropInput", [new[] { 2, 4, 6, 5 }, filter, ChannelsFirst(dy)], attrs)[0]),
            Ops.Execute("Conv2DBackpropInput", [new[] { 2, 6, 5, 4 }, filter, dy], last)[0]);
        AssertClose(
            Ops.Execute("Conv2DBackpropFilter", [ChannelsFirst(x), new[] { 3, 2, 4, 6 }, ChannelsFirst(dy)], attrs)[0],
            Ops.Execute("Conv2DBackpropFilter", [x, new[] { 3, 2, 4, 6 }, dy], last)[0]);
    }
}
