namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// The gradient of a convolution's input, itself a convolution of the output's gradient. With strides, the input pixels
/// of each phase (position modulo stride) see their own share of the filter, so that each phase is one of stride 1.
/// </summary>
internal static unsafe class InputGradient<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    public static void Run(in ConvolutionShape shape, T* dy, T* filter, T* dx, in Epilogue<T> epilogue)
    {
        nint rows = shape.Kernel.Volume * (nint)shape.GroupOut;
        using Scratch memory = Scratch.Rent<int>(4 * shape.Kernel.Volume);
        using Scratch packed = Scratch.Rent<T>(PackedMatrix<T>.Size(rows, shape.GroupIn, V.Count * sizeof(T) * 8));
        for (int group = 0; group < shape.Groups; group++)
        {
            for (int d = 0; d < Math.Min(shape.Strides.Depth, shape.Input.Depth); d++)
            {
                for (int h = 0; h < Math.Min(shape.Strides.Height, shape.Input.Height); h++)
                {
                    for (int w = 0; w < Math.Min(shape.Strides.Width, shape.Input.Width); w++)
                    {
                        Phase(shape, group, new(d, h, w), dy, filter, dx, epilogue, (int*)memory.Pointer, (T*)packed.Pointer);
                    }
                }
            }
        }
    }

    private static void Phase(
        in ConvolutionShape shape, int group, Extent phase, T* dy, T* filter, T* dx, in Epilogue<T> epilogue, int* memory, T* packed)
    {
        Taps taps = PhaseTaps(shape, phase, memory, out int kernels, out int* sources);
        nint firstIn = (nint)group * shape.GroupIn, firstOut = (nint)group * shape.GroupOut;
        TapPacking<V, T> packing = new()
        {
            Filter = filter + firstOut,
            KernelStride = (nint)shape.GroupIn * shape.OutChannels,
            ColumnStride = shape.OutChannels,
            Kernels = sources,
            Count = kernels,
            Rows = shape.GroupOut,
            Columns = shape.GroupIn,
            Target = packed,
        };
        packing.Run();

        nint pixel = shape.InChannels, row = shape.Input.Width * pixel, plane = shape.Input.Height * row;
        Extent output = new(
            Ceiling(shape.Input.Depth - phase.Depth, shape.Strides.Depth),
            Ceiling(shape.Input.Height - phase.Height, shape.Strides.Height),
            Ceiling(shape.Input.Width - phase.Width, shape.Strides.Width));
        TapConvolution<V, T> convolution = new()
        {
            Batch = shape.Batch,
            Reader = new(dy + firstOut, shape.Output, shape.GroupOut, shape.OutChannels, taps, output),
            Taps = taps,
            RunLength = taps.Pixels * (nint)shape.GroupOut,
            Filter = packed,
            Columns = shape.GroupIn,
            Output = output,
            Target = dx + firstIn + (phase.Depth * plane) + (phase.Height * row) + (phase.Width * pixel),
            PixelStride = shape.Strides.Width * pixel,
            RowStride = shape.Strides.Height * row,
            PlaneStride = shape.Strides.Depth * plane,
            ImageStride = shape.Input.Depth * plane,
            Epilogue = epilogue.From(firstIn),
        };
        convolution.Run();
    }

    /// <summary>Input pixel i = phase + stride · j gets from kernel element k the output pixel (i + padding − k · dilation) / stride, where that is whole.</summary>
    private static Taps PhaseTaps(in ConvolutionShape shape, Extent phase, int* memory, out int kernels, out int* sources)
    {
        bool runs = shape.Dilations.Width == 1 && shape.Strides.Width == 1 && shape.Groups == 1;
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

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
