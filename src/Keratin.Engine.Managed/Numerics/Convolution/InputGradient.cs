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
            for (int phase = 0; phase < Phases.Count(shape); phase++)
            {
                Phase(shape, group, Phases.At(shape, phase), dy, filter, dx, epilogue, (int*)memory.Pointer, (T*)packed.Pointer);
            }
        }
    }

    private static void Phase(
        in ConvolutionShape shape, int group, Extent phase, T* dy, T* filter, T* dx, in Epilogue<T> epilogue, int* memory, T* packed)
    {
        Taps taps = Phases.Taps(shape, phase, memory, out int kernels, out int* sources);
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
        Extent output = Phases.Size(shape, phase);
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
}
