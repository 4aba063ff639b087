namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// The phases of the gradient of a convolution's input: the input pixels of a phase (position modulo stride) see the same
/// share of the filter, so that their gradient is a convolution of stride 1 of the output's gradient.
/// </summary>
internal static unsafe class Phases
{
    public static int Count(in ConvolutionShape shape) => Steps(shape).Volume;

    public static Extent At(in ConvolutionShape shape, int index)
    {
        Extent steps = Steps(shape);
        return new(index / (steps.Height * steps.Width), index / steps.Width % steps.Height, index % steps.Width);
    }

    /// <summary>How many input pixels are of a phase.</summary>
    public static Extent Size(in ConvolutionShape shape, Extent phase) => new(
        Ceiling(shape.Input.Depth - phase.Depth, shape.Strides.Depth),
        Ceiling(shape.Input.Height - phase.Height, shape.Strides.Height),
        Ceiling(shape.Input.Width - phase.Width, shape.Strides.Width));

    /// <summary>Input pixel i = phase + stride · j gets from kernel element k the output pixel (i + padding − k · dilation) / stride, where that is whole.</summary>
    public static Taps Taps(in ConvolutionShape shape, Extent phase, int* memory, out int kernels, out int* sources, bool runs = true)
    {
        runs &= shape.Dilations.Width == 1 && shape.Strides.Width == 1 && shape.Groups == 1;
        Taps taps = new() { Offsets = memory, Pixels = runs ? shape.Kernel.Width : 1, Strides = Extent.One };
        sources = memory + (3 * shape.Kernel.Volume);
        kernels = 0;
        for (int d = shape.Kernel.Depth - 1; d >= 0; d--)
        {
            for (int h = shape.Kernel.Height - 1; h >= 0; h--)
            {
                for (int w = shape.Kernel.Width - 1; w >= 0; w--)
                {
                    if (Offset(phase.Depth + shape.Padding.Depth - (d * shape.Dilations.Depth), shape.Strides.Depth) is not { } depth
                        || Offset(phase.Height + shape.Padding.Height - (h * shape.Dilations.Height), shape.Strides.Height) is not { } height
                        || Offset(phase.Width + shape.Padding.Width - (w * shape.Dilations.Width), shape.Strides.Width) is not { } width)
                    {
                        continue;
                    }

                    sources[kernels++] = (((d * shape.Kernel.Height) + h) * shape.Kernel.Width) + w;
                    if (!runs || w == shape.Kernel.Width - 1)
                    {
                        taps.Add(depth, height, width);
                    }
                }
            }
        }

        return taps;
    }

    private static int? Offset(int distance, int stride) => distance % stride == 0 ? distance / stride : null;

    private static Extent Steps(in ConvolutionShape shape) => new(
        Math.Min(shape.Strides.Depth, shape.Input.Depth),
        Math.Min(shape.Strides.Height, shape.Input.Height),
        Math.Min(shape.Strides.Width, shape.Input.Width));

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
