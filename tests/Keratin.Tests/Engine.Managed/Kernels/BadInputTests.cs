using Keratin.Engines;
using Keratin.Operations;
using static Keratin.Tests.Engines.Managed.Kernels.Samples;

namespace Keratin.Tests.Engines.Managed.Kernels;

/// <summary>Inputs that don't fit give an <see cref="OpException"/> that names the op, whether it runs at once or is traced.</summary>
public class BadInputTests
{
    private static readonly (string Name, AttrValue Value) Same = ("padding", "SAME"), Valid = ("padding", "VALID");

    private static (string Name, AttrValue Value) Strides(params int[] values) => ("strides", values);

    private static (string Name, AttrValue Value) Window(params int[] values) => ("ksize", values);

    private static TestCaseData Case(string what, string op, Tensor[] inputs, params (string, AttrValue)[] attrs) =>
        new TestCaseData(op, inputs, attrs).SetArgDisplayNames($"{op}: {what}");

    private static IEnumerable<TestCaseData> Cases()
    {
        Tensor images = Normal([1, 4, 4, 2]), filter = Normal([3, 3, 2, 4]);
        yield return Case("no strides", "Conv2D", [images, filter], Strides(1, 0, 1, 1), Same);
        yield return Case("negative strides", "Conv2D", [images, filter], Strides(1, -1, 1, 1), Same);
        yield return Case("strides over the batch", "Conv2D", [images, filter], Strides(2, 1, 1, 1), Same);
        yield return Case("too few strides", "Conv2D", [images, filter], Strides(1, 1), Same);
        yield return Case("negative dilations", "Conv2D", [images, filter], Strides(1, 1, 1, 1), Same, ("dilations", new[] { 1, -2, 1, 1 }));
        yield return Case("an unknown padding", "Conv2D", [images, filter], Strides(1, 1, 1, 1), ("padding", "FULL"));
        yield return Case("an unknown layout", "Conv2D", [images, filter], Strides(1, 1, 1, 1), Same, ("data_format", "HWCN"));
        yield return Case("negative explicit paddings", "Conv2D", [images, filter], Strides(1, 1, 1, 1), ("padding", "EXPLICIT"), ("explicit_paddings", new[] { 0, 0, -1, 0, 0, 0, 0, 0 }));
        yield return Case("a filter larger than the images", "Conv2D", [images, Normal([5, 5, 2, 4])], Strides(1, 1, 1, 1), Valid);
        yield return Case("a filter that dilation makes larger", "Conv2D", [images, filter], Strides(1, 1, 1, 1), Valid, ("dilations", new[] { 1, 2, 2, 1 }));
        yield return Case("a dilation beyond all bounds", "Conv2D", [images, filter], Strides(1, 1, 1, 1), Valid, ("dilations", new[] { 1, int.MaxValue, 1, 1 }));
        yield return Case("a filter for other channels", "Conv2D", [images, Normal([3, 3, 3, 4])], Strides(1, 1, 1, 1), Same);
        yield return Case("a filter without channels", "Conv2D", [images, Normal([3, 3, 0, 4])], Strides(1, 1, 1, 1), Same);
        yield return Case("outputs that don't divide into groups", "Conv2D", [images, Normal([3, 3, 1, 3])], Strides(1, 1, 1, 1), Same);
        yield return Case("images of three axes", "Conv2D", [Normal([4, 4, 2]), filter], Strides(1, 1, 1, 1), Same);
        yield return Case("a gradient of another size", "Conv2DBackpropInput", [new[] { 1, 4, 4, 2 }, filter, Normal([1, 5, 4, 4])], Strides(1, 1, 1, 1), Same);
        yield return Case("a negative size", "Conv2DBackpropInput", [new[] { 1, -4, 4, 2 }, filter, Normal([1, 4, 4, 4])], Strides(1, 1, 1, 1), Same);
        yield return Case("another filter", "Conv2DBackpropFilter", [images, new[] { 2, 2, 2, 3 }, Normal([1, 4, 4, 4])], Strides(1, 1, 1, 1), Same);
        yield return Case("a filter for other channels", "DepthwiseConv2dNative", [images, Normal([3, 3, 3, 2])], Strides(1, 1, 1, 1), Same);
        yield return Case("an empty window", "MaxPool", [images], Window(1, 0, 2, 1), Strides(1, 1, 1, 1), Same);
        yield return Case("a window over channels", "MaxPool", [images], Window(1, 1, 1, 2), Strides(1, 1, 1, 2), Valid);
        yield return Case("a window larger than the images", "AvgPool", [images], Window(1, 5, 5, 1), Strides(1, 1, 1, 1), Valid);
        yield return Case("another gradient", "MaxPoolGrad", [images, Normal([1, 2, 2, 2]), Normal([1, 3, 2, 2])], Window(1, 2, 2, 1), Strides(1, 2, 2, 1), Valid);
        yield return Case("a place outside of the image", "MaxPoolGradWithArgmax", [images, Normal([1, 2, 2, 2]), Tensor.From(new long[] { 0, 1, 2, 3, 4, 5, 6, 32 }, [1, 2, 2, 2])], Window(1, 2, 2, 1), Strides(1, 2, 2, 1), Valid);
        yield return Case("scales for other channels", "FusedBatchNormV3", [images, Normal([3]), Normal([2]), Normal([2]), Normal([2])], ("U", DType.Float32));
        yield return Case("no statistics in inference", "FusedBatchNormV3", [images, Normal([2]), Normal([2]), Normal([0]), Normal([0])], ("U", DType.Float32), ("is_training", false));
        yield return Case("a negative radius", "LRN", [images], ("depth_radius", -1));
        yield return Case("a filter larger than the images", "Dilation2D", [images, Normal([5, 5, 2])], Strides(1, 1, 1, 1), ("rates", new[] { 1, 1, 1, 1 }), Valid);
        yield return Case("a size of zero", "ResizeBilinear", [images, new[] { 0, 3 }]);
        yield return Case("a negative size", "ResizeNearestNeighbor", [images, new[] { 3, -3 }]);
        yield return Case("a size of one number", "ResizeArea", [images, new[] { 3 }]);
        yield return Case("both conventions", "ResizeBicubic", [images, new[] { 3, 3 }], ("align_corners", true), ("half_pixel_centers", true));
        yield return Case("a size beyond memory", "ResizeBilinear", [images, new[] { int.MaxValue, int.MaxValue }]);
        yield return Case("no scale", "ScaleAndTranslate", [images, new[] { 3, 3 }, new[] { 0f, 1f }, new[] { 0f, 0f }]);
        yield return Case("a box of no image", "CropAndResize", [images, Normal([1, 4]), new[] { 1 }, new[] { 2, 2 }]);
        yield return Case("transforms of seven numbers", "ImageProjectiveTransformV3", [images, Normal([1, 7]), new[] { 2, 2 }, 0f], ("interpolation", "BILINEAR"));
        yield return Case("two channels", "RGBToHSV", [images]);
        yield return Case("a negative count", "NonMaxSuppressionV3", [Normal([3, 4]), Normal([3]), -1, 0.5f, 0f]);
        yield return Case("fewer scores than boxes", "NonMaxSuppressionV3", [Normal([3, 4]), Normal([2]), 2, 0.5f, 0f]);
        yield return Case("a negative shape", "RandomUniform", [new[] { 2, -1 }], ("dtype", DType.Float32));
        yield return Case("an empty range", "StatelessRandomUniformInt", [new[] { 2 }, new[] { 1, 2 }, 5, 5]);
        yield return Case("one seed", "StatelessRandomNormal", [new[] { 2 }, new[] { 1 }]);
        yield return Case("an unknown algorithm", "StatelessRandomUniformV2", [new[] { 2 }, Tensor.From(new ulong[] { 1 }), Tensor.From(new ulong[] { 1, 2 }), 2]);
        yield return Case("a short counter", "StatelessRandomUniformV2", [new[] { 2 }, Tensor.From(new ulong[] { 1 }), Tensor.From(new ulong[] { 1 }), 1]);
        yield return Case("no classes", "StatelessMultinomial", [Normal([2, 0]), 3, new[] { 1, 2 }]);
        yield return Case("a label of no sequence", "CTCLoss", [Normal([4, 1, 3]), Tensor.From(new long[] { 1, 0 }, [1, 2]), new[] { 0 }, new[] { 4 }]);
        yield return Case("more labels than times", "CTCLoss", [Normal([1, 1, 3]), Tensor.From(new long[] { 0, 0, 0, 1 }, [2, 2]), new[] { 0, 1 }, new[] { 1 }]);
        yield return Case("a sequence longer than the inputs", "CTCGreedyDecoder", [Normal([4, 1, 3]), new[] { 5 }]);
    }

    [TestCaseSource(nameof(Cases))]
    public void Are_refused(string op, Tensor[] inputs, (string, AttrValue)[] attrs) =>
        Assert.That(() => Ops.Execute(op, inputs, attrs), Throws.TypeOf<OpException>().With.Message.Contains(op));
}
