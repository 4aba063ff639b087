namespace Keratin.Operations;

/// <summary>Shapes of images: (batch, height, width, channels).</summary>
internal static class ImageShapes
{
    private const int Colours = 3;

    public static ShapeFunction? Find(string op) => op switch
    {
        "ResizeBilinear" or "ResizeBicubic" or "ResizeArea" or "ResizeNearestNeighbor" or "ScaleAndTranslate" => static c => c.Outputs[0] = Resized(c, Images(c, 0), 1),
        "ResizeBilinearGrad" or "ResizeBicubicGrad" or "ScaleAndTranslateGrad" => static c => c.Outputs[0] = Original(c, Images(c, 0), Images(c, 1)),
        "ResizeNearestNeighborGrad" => static c => c.Outputs[0] = Resized(c, Images(c, 0), 1),
        "ImageProjectiveTransformV2" or "ImageProjectiveTransformV3" => static c =>
        {
            c.Merge(c.Ranked(1, 2)[1], 8);
            c.Outputs[0] = Resized(c, c.Ranked(0, 4), 2);
        },
        "CropAndResize" => static c =>
        {
            var crops = Resized(c, Images(c, 0), 3);
            c.Outputs[0] = crops.With(0, Boxes(c, 1, 2));
        },
        "CropAndResizeGradImage" => static c =>
        {
            var image = c.ShapeValue(3);
            if (image.HasRank && image.Rank != 4) throw c.Error($"image_size must hold 4 sizes; it holds {image.Rank}.");
            var grads = c.Ranked(0, 4);
            c.Merge(grads[0], Boxes(c, 1, 2));
            c.Outputs[0] = image.HasRank ? image.With(3, c.Merge(image[3], grads[3])) : Shape.UnknownOfRank(4);
        },
        "CropAndResizeGradBoxes" => static c =>
        {
            var grads = c.Ranked(0, 4);
            c.Merge(grads[3], c.Ranked(1, 4)[3]);
            c.Outputs[0] = [c.Merge(grads[0], Boxes(c, 2, 3)), 4];
        },
        "RGBToHSV" or "HSVToRGB" => static c => c.Outputs[0] = Coloured(c, 1),
        "AdjustHue" or "AdjustSaturation" => static c => c.Outputs[0] = Coloured(c, 3),
        "AdjustContrastv2" => static c =>
            c.Outputs[0] = c.Input(0) is { HasRank: true, Rank: < 3 } shape ? throw c.Error($"images must have 3 axes at least; their shape is {shape}.") : c.Input(0),
        _ => null,
    };

    /// <summary>Images that have pixels.</summary>
    private static Shape Images(InferenceContext c, int input)
    {
        var shape = c.Ranked(input, 4);
        return shape[1] == 0 || shape[2] == 0 || shape[3] == 0 ? throw c.Error($"input {input} must have pixels; its shape is {shape}.") : shape;
    }

    private static Shape Resized(InferenceContext c, Shape images, int sizeInput)
    {
        var size = c.ShapeValue(sizeInput);
        if (size.HasRank && size.Rank != 2) throw c.Error($"the new size must be two numbers, height and width; it has {size.Rank}.");
        if (c.Integers(sizeInput) is { } sizes)
            foreach (long given in sizes)
                if (given < 1) throw c.Error($"the new size [{string.Join(", ", sizes)}] must be 1 or more.");
        return [images[0], size.HasRank ? size[0] : -1, size.HasRank ? size[1] : -1, images[3]];
    }

    private static Shape Original(InferenceContext c, Shape gradient, Shape original) =>
        [c.Merge(gradient[0], original[0]), original[1], original[2], c.Merge(gradient[3], original[3])];

    private static long Boxes(InferenceContext c, int boxes, int images)
    {
        var shape = c.Ranked(boxes, 2);
        c.Merge(shape[1], 4);
        return c.Merge(shape[0], c.Ranked(images, 1)[0]);
    }

    private static Shape Coloured(InferenceContext c, int leastRank)
    {
        var shape = c.Input(0);
        if (!shape.HasRank) return shape;
        if (shape.Rank < leastRank || (shape[^1] >= 0 && shape[^1] != Colours)) throw c.Error($"images must have {leastRank} axes at least, the last of {Colours} channels; their shape is {shape}.");
        return shape.With(^1, Colours);
    }
}
