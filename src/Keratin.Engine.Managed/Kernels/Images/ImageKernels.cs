namespace Keratin.Engines.Managed.Kernels;

/// <summary>Images: their sizes, colours, transforms, and boxes in them.</summary>
internal static class ImageKernels
{
    public static Kernel? Find(string op) =>
        ResizeKernels.Find(op) ?? ColorKernels.Find(op) ?? ProjectiveKernels.Find(op) ?? CropKernels.Find(op) ?? SuppressionKernels.Find(op);
}
