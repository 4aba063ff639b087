using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;
using static Keratin.Gradients.SameAttrs;

namespace Keratin.Gradients;

/// <summary>Gradients of changes of images.</summary>
internal static class ImageGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "ResizeBilinear" or "ResizeBicubic" => (o, g) => [Execute(op + "Grad", o, g[0]!, o.Inputs[0])[0], null],
        "ResizeNearestNeighbor" => static (o, g) => [Execute("ResizeNearestNeighborGrad", o, g[0]!, Part(ShapeOf(o.Inputs[0]), Vector([1]), Vector([3])))[0], null],
        "ScaleAndTranslate" => static (o, g) => [Execute("ScaleAndTranslateGrad", o, g[0]!, o.Inputs[0], o.Inputs[2], o.Inputs[3])[0], null, null, null],
        "CropAndResize" => static (o, g) =>
        [
            Execute("CropAndResizeGradImage", o, g[0]!, o.Inputs[1], o.Inputs[2], ShapeOf(o.Inputs[0]))[0],
            Ops.Execute("CropAndResizeGradBoxes", [g[0]!, o.Inputs[0], o.Inputs[1], o.Inputs[2]])[0],
            null,
            null,
        ],
        "ImageProjectiveTransformV3" => Projective,
        "RGBToHSV" => static (o, g) => [HueSaturationValue(o.Inputs[0], g[0]!)],
        _ => null,
    };

    /// <summary>The gradient image under the inverse transforms.</summary>
    private static Tensor?[] Projective(Operation o, Tensor?[] g)
    {
        var transforms = o.Inputs[1];
        var ones = Ops.OnesLike(Ops.StridedSlice(transforms, Vector([0, 0]), Vector([0, 1]), Vector([1, 1]), beginMask: 1, endMask: 1));
        var matrices = Ops.Reshape(Ops.ConcatV2([transforms, ones], 1), Vector([-1, 3, 3]));
        var inverse = Ops.Reshape(Ops.MatrixInverse(matrices), Vector([-1, 9]));
        var parts = Ops.SplitV(inverse, Vector([8, 1]), 1, numSplit: 2);
        return [Execute("ImageProjectiveTransformV3", o, g[0]!, parts[0] / parts[1], Part(ShapeOf(o.Inputs[0]), Vector([1]), Vector([3])), Tensor.Scalar(0f))[0], null, null, null];
    }

    /// <summary>
    /// With M and m marking the largest and the smallest of red, green and blue, and P and Q the two colours that follow the largest:
    /// value = x·M; saturation = 1 − x·m / x·M; hue = (x·P − x·Q) / 6 (x·M − x·m), and a constant.
    /// </summary>
    private static Tensor HueSaturationValue(Tensor rgb, Tensor gradient)
    {
        var (r, g, b) = Channels(rgb);
        var (hue, saturation, value) = Channels(gradient);
        // Of equal colours the first counts as the largest, the last as the smallest.
        Tensor redMost = Ops.LogicalAnd(r >= b, r >= g), greenMost = Ops.LogicalAnd(g > r, g >= b), blueMost = Ops.LogicalAnd(b > r, b > g);
        Tensor redLeast = Ops.LogicalAnd(r < b, r < g), greenLeast = Ops.LogicalAnd(g <= r, g < b), blueLeast = Ops.LogicalAnd(b <= r, b <= g);
        var most = Mark(rgb, redMost, greenMost, blueMost);
        var least = Mark(rgb, redLeast, greenLeast, blueLeast);
        var difference = Mark(rgb, blueMost, redMost, greenMost) - Mark(rgb, greenMost, blueMost, redMost);

        Tensor Along(Tensor marks) => Ops.Sum(rgb * marks, Vector([-1]), keepDims: true);
        Tensor max = Along(most), min = Along(least), range = max - min;
        var valueGradient = most;
        var saturationGradient = Ops.DivNoNan(most * min, Ops.Square(max)) - Ops.DivNoNan(least, max);
        var hueGradient = (Ops.DivNoNan(difference, range) - Ops.DivNoNan(Along(difference) * (most - least), Ops.Square(range))) / 6;
        return hue * hueGradient + saturation * saturationGradient + value * valueGradient;
    }

    private static (Tensor First, Tensor Second, Tensor Third) Channels(Tensor images)
    {
        var parts = Ops.Split(-1, images, 3);
        return (parts[0], parts[1], parts[2]);
    }

    private static Tensor Mark(Tensor like, Tensor red, Tensor green, Tensor blue) => Ops.Cast(Ops.ConcatV2([red, green, blue], -1), like.DType);
}
