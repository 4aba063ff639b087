using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Which way values go between images and what is cropped of them.</summary>
internal enum CropUse
{
    /// <summary>From the images to the crops.</summary>
    Crop,
    /// <summary>From the crops' gradients to those of the images.</summary>
    ImageGradient,
    /// <summary>From images and the crops' gradients to those of the boxes.</summary>
    BoxGradient,
}

/// <summary>The places in images of which boxes' pixels are made, bilinearly or by the nearest. An item is a box.</summary>
internal readonly unsafe struct Crops : IParallelBody
{
    private readonly CropUse use;
    private readonly int batch, height, width, channels, cropHeight, cropWidth;

    public Crops(CropUse use, KernelBinding binding, Shape images, Shape cropped)
    {
        this.use = use;
        (batch, height, width, channels) = (checked((int)images[0]), checked((int)images[1]), checked((int)images[2]), checked((int)images[3]));
        (Count, cropHeight, cropWidth) = (checked((int)cropped[0]), checked((int)cropped[1]), checked((int)cropped[2]));
        if (height == 0 || width == 0) throw binding.Error($"images {images} have no pixels.");
        Nearest = binding.Attrs.Text("method") switch
        {
            "nearest" => true,
            "bilinear" => false,
            var other => throw binding.Error($"method '{other}' is not one of bilinear, nearest."),
        };
    }

    /// <summary>How many boxes there are.</summary>
    public int Count { get; }

    public bool Nearest { get; init; }
    public float Outside { get; init; }
    public float* Images { get; init; }
    public float* Boxes { get; init; }
    public int* BoxImages { get; init; }
    public float* Cropped { get; init; }
    public float* BoxGradients { get; init; }

    /// <summary>Throws if a box is not of an image or not finite.</summary>
    public void CheckBoxes(KernelBinding binding)
    {
        for (nint i = 0; i < Count; i++)
        {
            if ((uint)BoxImages[i] >= (uint)batch) throw binding.Error($"box {i} is for image {BoxImages[i]}; there are {batch}.");
            for (int k = 0; k < 4; k++)
                if (!float.IsFinite(Boxes[(4 * i) + k])) throw binding.Error($"box {i} is not finite.");
        }
    }

    public void Run(int start, int end)
    {
        for (nint box = start; box < end; box++)
        {
            float* corners = Boxes + (4 * box);
            if (use == CropUse.BoxGradient) new Span<float>(BoxGradients + (4 * box), 4).Clear();
            float* image = Images + ((nint)BoxImages[box] * height * width * channels), crop = Cropped + (box * cropHeight * cropWidth * channels);
            for (int y = 0; y < cropHeight; y++)
            {
                float row = Place(corners[0], corners[2], y, cropHeight, height);
                for (int x = 0; x < cropWidth; x++, crop += channels)
                {
                    float column = Place(corners[1], corners[3], x, cropWidth, width);
                    if (row >= 0 && row <= height - 1 && column >= 0 && column <= width - 1) Pixel(box, image, crop, row, column, y, x);
                    else if (use == CropUse.Crop) new Span<float>(crop, channels).Fill(Outside);
                }
            }
        }
    }

    /// <summary>Where a crop's pixel lies in the image.</summary>
    private static float Place(float low, float high, int pixel, int cropSize, int size) => cropSize > 1
        ? (low * (size - 1)) + (pixel * ((high - low) * (size - 1) / (cropSize - 1)))
        : (float)(0.5 * (low + high) * (size - 1));

    private void Pixel(nint box, float* image, float* crop, float row, float column, int y, int x)
    {
        if (Nearest) (row, column) = (MathF.Round(row, MidpointRounding.AwayFromZero), MathF.Round(column, MidpointRounding.AwayFromZero));
        nint top = (nint)MathF.Floor(row), bottom = (nint)MathF.Ceiling(row), left = (nint)MathF.Floor(column), right = (nint)MathF.Ceiling(column);
        float down = row - top, along = column - left;
        float* topLeft = image + (((top * width) + left) * channels), topRight = image + (((top * width) + right) * channels);
        float* bottomLeft = image + (((bottom * width) + left) * channels), bottomRight = image + (((bottom * width) + right) * channels);
        for (int c = 0; c < channels; c++)
            switch (use)
            {
                case CropUse.Crop:
                    float above = topLeft[c] + ((topRight[c] - topLeft[c]) * along), below = bottomLeft[c] + ((bottomRight[c] - bottomLeft[c]) * along);
                    crop[c] = above + ((below - above) * down);
                    break;
                case CropUse.ImageGradient:
                    topLeft[c] += (1 - along) * (1 - down) * crop[c];
                    topRight[c] += along * (1 - down) * crop[c];
                    bottomLeft[c] += (1 - along) * down * crop[c];
                    bottomRight[c] += along * down * crop[c];
                    break;
                default:
                    float slopeDown = ((1 - along) * (bottomLeft[c] - topLeft[c])) + (along * (bottomRight[c] - topRight[c]));
                    float slopeAlong = ((1 - down) * (topRight[c] - topLeft[c])) + (down * (bottomRight[c] - bottomLeft[c]));
                    AddGradient(BoxGradients + (4 * box), slopeDown * crop[c], y, cropHeight, height);
                    AddGradient(BoxGradients + (4 * box) + 1, slopeAlong * crop[c], x, cropWidth, width);
                    break;
            }
    }

    /// <summary>Divides the gradient of a place between the box's lower and upper bound, which stand two apart.</summary>
    private static void AddGradient(float* bounds, float gradient, int pixel, int cropSize, int size)
    {
        float upper = cropSize > 1 ? pixel * ((size - 1) / (float)(cropSize - 1)) : 0.5f * (size - 1);
        bounds[0] += gradient * (size - 1 - upper);
        bounds[2] += gradient * upper;
    }
}
