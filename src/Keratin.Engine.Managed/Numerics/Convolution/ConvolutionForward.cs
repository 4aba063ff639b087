namespace Keratin.Engines.Managed.Numerics;

/// <summary>The forward pass: one <see cref="TapConvolution{V,T}"/> a group.</summary>
internal static unsafe class ConvolutionForward<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    public static void Run(in ConvolutionShape shape, T* x, T* filter, T* packedFilter, T* y, in Epilogue<T> epilogue)
    {
        nint rows = shape.Kernel.Volume * (nint)shape.GroupIn, columns = shape.GroupOut;
        using Scratch memory = Scratch.Rent<int>(3 * shape.Kernel.Volume);
        using Scratch packed = Scratch.Rent<T>(packedFilter != null ? 0 : PackedMatrix<T>.Size(rows, columns, V.Count * sizeof(T) * 8));
        Taps taps = Taps.Forward(shape, (int*)memory.Pointer);
        for (nint group = 0; group < shape.Groups; group++)
        {
            nint first = group * columns;
            if (packedFilter == null)
            {
                Packing<V, T>.Pack(new Matrix<T>(filter + first, shape.OutChannels, 1), rows, columns, (T*)packed.Pointer);
            }

            TapConvolution<V, T> convolution = new()
            {
                Batch = shape.Batch,
                Reader = new(x + (group * shape.GroupIn), shape.Input, shape.GroupIn, shape.InChannels, taps, shape.Output),
                Taps = taps,
                RunLength = taps.Pixels * (nint)shape.GroupIn,
                Filter = packedFilter != null ? packedFilter : (T*)packed.Pointer,
                Columns = columns,
                Output = shape.Output,
                Target = y + first,
                PixelStride = shape.OutChannels,
                RowStride = (nint)shape.Output.Width * shape.OutChannels,
                PlaneStride = (nint)shape.Output.Height * shape.Output.Width * shape.OutChannels,
                ImageStride = (nint)shape.Output.Volume * shape.OutChannels,
                Epilogue = epilogue.From(first),
            };
            convolution.Run();
        }
    }
}
