using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What is put between the pixels of an image that is resized.</summary>
public enum Interpolation
{
    /// <summary>The nearest pixel.</summary>
    Nearest,

    /// <summary>Straight lines between neighbours.</summary>
    Bilinear,

    /// <summary>Cubic polynomials.</summary>
    Bicubic,

    /// <summary>The mean of the pixels covered.</summary>
    Area,

    /// <summary>Windowed sinc of radius 3.</summary>
    [ConfigName("lanczos3")]
    Lanczos3,

    /// <summary>Windowed sinc of radius 5.</summary>
    [ConfigName("lanczos5")]
    Lanczos5,

    /// <summary>A bell curve.</summary>
    Gaussian,

    /// <summary>Mitchell and Netravali's cubic.</summary>
    [ConfigName("mitchellcubic")]
    MitchellCubic,
}

/// <summary>Resizes images (<c>tf.image.resize</c>).</summary>
internal static class ImageResizing
{
    /// <param name="images">(batch, height, width, channels).</param>
    /// <param name="height">The new height, int32.</param>
    /// <param name="width">The new width, int32.</param>
    /// <param name="interpolation">What is put between pixels.</param>
    /// <param name="antialias">Whether shrinking blurs beforehand what would be too fine.</param>
    /// <returns>float32; the images' dtype where the nearest pixel is taken.</returns>
    public static Tensor Resize(Tensor images, Tensor height, Tensor width, Interpolation interpolation, bool antialias = false)
    {
        var size = Sizing.Shape(height, width);
        bool isScaled = antialias && interpolation is not (Interpolation.Nearest or Interpolation.Area);
        return interpolation switch
        {
            Interpolation.Nearest => Ops.ResizeNearestNeighbor(images, size, halfPixelCenters: true),
            Interpolation.Area => Ops.ResizeArea(images, size),
            Interpolation.Bilinear when !isScaled => Ops.ResizeBilinear(images, size, halfPixelCenters: true),
            Interpolation.Bicubic when !isScaled => Ops.ResizeBicubic(images, size, halfPixelCenters: true),
            _ => Scale(images, size, Kernel(interpolation), antialias),
        };
    }

    private static Tensor Scale(Tensor images, Tensor size, string kernel, bool antialias)
    {
        var from = Ops.Cast(Sizing.Shape(Sizing.Of(images, 1), Sizing.Of(images, 2)), DType.Float32);
        var scale = Ops.Cast(size, DType.Float32) / from;
        return Ops.ScaleAndTranslate(images, size, scale, new[] { 0f, 0f }, kernel, antialias);
    }

    private static string Kernel(Interpolation interpolation) => interpolation switch
    {
        Interpolation.Bilinear => "triangle",
        Interpolation.Bicubic => "keyscubic",
        Interpolation.Lanczos3 => "lanczos3",
        Interpolation.Lanczos5 => "lanczos5",
        Interpolation.Gaussian => "gaussian",
        _ => "mitchellcubic",
    };
}
