using System.Runtime.InteropServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Boxes cut out of images and brought to one size, and the gradients for images and boxes.</summary>
internal static unsafe class CropKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "CropAndResize" => new NumericKernel(static binding => FloatImages.Bind(binding, Forward)),
        "CropAndResizeGradImage" => new NumericKernel(static binding => FloatImages.Bind(binding, ImageGradient)),
        "CropAndResizeGradBoxes" => new NumericKernel(BoxGradient),
        _ => null,
    };

    private static KernelBody Forward(KernelBinding binding)
    {
        var crops = new Crops(CropUse.Crop, binding, binding.Inputs[0].Shape, binding.Outputs[0].Shape) { Outside = binding.Attrs.Float("extrapolation_value") };
        return (in KernelArgs args) =>
        {
            var run = crops with { Images = args.In<float>(0), Boxes = args.In<float>(1), BoxImages = args.In<int>(2), Cropped = args.Out<float>(0) };
            run.CheckBoxes(binding);
            WorkerPool.For(run.Count, 1, run);
        };
    }

    private static KernelBody ImageGradient(KernelBinding binding)
    {
        var crops = new Crops(CropUse.ImageGradient, binding, binding.Outputs[0].Shape, binding.Inputs[0].Shape);
        nuint bytes = (nuint)binding.Outputs[0].Shape.ElementCount * sizeof(float);
        return (in KernelArgs args) =>
        {
            var run = crops with { Images = args.Out<float>(0), Boxes = args.In<float>(1), BoxImages = args.In<int>(2), Cropped = args.In<float>(0) };
            run.CheckBoxes(binding);
            NativeMemory.Clear(run.Images, bytes);
            // Boxes may share pixels: one after the other.
            run.Run(0, run.Count);
        };
    }

    private static KernelBody BoxGradient(KernelBinding binding)
    {
        var image = binding.Inputs[1];
        var crops = new Crops(CropUse.BoxGradient, binding, image.Shape, binding.Inputs[0].Shape) { Nearest = false };
        var conversion = Conversions.Find(image.DType, DType.Float32) ?? throw binding.Error($"images of {image.DType.Name()} can't be used as numbers.");
        nint elements = (nint)image.Shape.ElementCount;
        binding.ScratchBytes = image.DType == DType.Float32 ? 0 : checked((nuint)elements * sizeof(float));
        return (in KernelArgs args) =>
        {
            float* images = args.In<float>(1);
            if (image.DType != DType.Float32) conversion(args.In<byte>(1), images = (float*)args.Scratch, elements);
            var run = crops with { Images = images, Boxes = args.In<float>(2), BoxImages = args.In<int>(3), Cropped = args.In<float>(0), BoxGradients = args.Out<float>(0) };
            run.CheckBoxes(binding);
            WorkerPool.For(run.Count, 1, run);
        };
    }
}
