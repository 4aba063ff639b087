using System.Numerics;
using System.Numerics.Tensors;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Colours of pixels: conversions between red-green-blue and hue-saturation-value, and adjustments.</summary>
internal static unsafe class ColorKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "RGBToHSV" => Of(static b => Plain<float, RgbToHsv<float>>(b), static b => Plain<double, RgbToHsv<double>>(b)),
        "HSVToRGB" => Of(static b => Plain<float, HsvToRgb<float>>(b), static b => Plain<double, HsvToRgb<double>>(b)),
        "AdjustHue" => Adjusting(static (x, y, pixels, delta) => Pixels.Map((float*)x, (float*)y, pixels, new TurnHue<float>(delta))),
        "AdjustSaturation" => Adjusting(static (x, y, pixels, scale) => Pixels.Map((float*)x, (float*)y, pixels, new ScaleSaturation<float>(scale))),
        "AdjustContrastv2" => new NumericKernel(SmallFloats.Widened(Contrast)),
        _ => null,
    };

    private static NumericKernel Of(KernelFactory single, KernelFactory wide) => new(SmallFloats.Widened(binding => binding.Inputs[0].DType switch
    {
        DType.Float32 => single(binding),
        DType.Float64 => wide(binding),
        var other => throw binding.Error($"colours of {other.Name()} can't be converted; cast the images to a floating-point type."),
    }));

    private static KernelBody Plain<T, TFunction>(KernelBinding binding) where T : unmanaged where TFunction : struct, IPixelFunction<T>
    {
        nint pixels = (nint)(binding.Inputs[0].Shape.ElementCount / 3);
        return (in KernelArgs args) => Pixels.Map(args.In<T>(0), args.Out<T>(0), pixels, default(TFunction));
    }

    // Inputs: images of float32, and the amount, always a float32.
    private static NumericKernel Adjusting(Action<nint, nint, nint, float> adjust) => new(SmallFloats.Widened(binding =>
    {
        Check(binding);
        nint pixels = (nint)(binding.Inputs[0].Shape.ElementCount / 3);
        return (in KernelArgs args) => adjust((nint)args.In<float>(0), (nint)args.Out<float>(0), pixels, *args.In<float>(1));
    }));

    private static KernelBody Contrast(KernelBinding binding)
    {
        Check(binding);
        var shape = binding.Inputs[0].Shape;
        int channels = checked((int)shape[^1]), pixels = checked((int)(shape[^2] * shape[^3])), images = checked((int)shape[..^3].ElementCount);
        return (in KernelArgs args) => WorkerPool.For(images, 1, new ContrastBody(args.In<float>(0), args.Out<float>(0), pixels, channels, *args.In<float>(1)));
    }

    private static void Check(KernelBinding binding)
    {
        if (binding.Inputs[0].DType != DType.Float32) throw binding.Error($"colours of {binding.Inputs[0].DType.Name()} can't be adjusted; cast the images to float32.");
        if (binding.Inputs[1].Shape.Rank != 0) throw binding.Error($"the amount must be a scalar; its shape is {binding.Inputs[1].Shape}.");
    }

    /// <summary>Stretches an image about the mean of each channel; an item is an image.</summary>
    private readonly struct ContrastBody(float* x, float* y, int pixels, int channels, float factor) : IParallelBody
    {
        private readonly float* x = x;
        private readonly float* y = y;

        public void Run(int start, int end)
        {
            Span<double> means = channels <= 64 ? stackalloc double[channels] : new double[channels];
            for (nint image = start; image < end; image++)
            {
                means.Clear();
                float* source = x + (image * pixels * channels), target = y + (image * pixels * channels);
                for (nint i = 0; i < pixels; i++)
                    for (int c = 0; c < channels; c++) means[c] += source[(i * channels) + c];
                TensorPrimitives.Divide(means, pixels, means);
                for (nint i = 0; i < pixels; i++)
                    for (int c = 0; c < channels; c++)
                    {
                        float mean = (float)means[c];
                        target[(i * channels) + c] = ((source[(i * channels) + c] - mean) * factor) + mean;
                    }
            }
        }
    }
}
