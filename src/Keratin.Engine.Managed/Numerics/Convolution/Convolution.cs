namespace Keratin.Engines.Managed.Numerics;

/// <summary>Convolutions of images with channels last, in 2-D and 3-D, and their gradients.</summary>
internal static unsafe class Convolution
{
    /// <summary>y = activation(x ∗ filter + bias), as TensorFlow's Conv2D and Conv3D (a correlation: the filter is not flipped).</summary>
    public static void Forward<T>(in ConvolutionShape shape, T* x, T* filter, T* y, Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        if (shape.IsProduct)
        {
            Gemm.Multiply(false, false, shape.Batch * shape.Output.Volume, shape.OutChannels, shape.InChannels, x, shape.InChannels, filter, shape.OutChannels, y, shape.OutChannels, false, epilogue);
            return;
        }

        ForwardBody<T> body = new() { Shape = shape, X = x, Filter = filter, Y = y, Epilogue = epilogue };
        Widest.Run<ForwardBody<T>, T>(ref body);
    }

    /// <summary>The same with a constant filter, packed before by <see cref="Pack"/>.</summary>
    public static void Forward<T>(in ConvolutionShape shape, T* x, PackedMatrix<T> filter, T* y, Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        if (shape.IsProduct)
        {
            Gemm.Multiply(false, shape.Batch * shape.Output.Volume, x, shape.InChannels, filter, y, shape.OutChannels, false, epilogue);
            return;
        }

        ForwardBody<T> body = new() { Shape = shape, X = x, PackedFilter = filter.Data, Y = y, Epilogue = epilogue };
        Widest.Run<ForwardBody<T>, T>(ref body, filter.Bits);
        GC.KeepAlive(filter);
    }

    /// <summary>Packs a constant filter; null where <paramref name="shape"/> has groups, which are packed as they are used.</summary>
    public static PackedMatrix<T>? Pack<T>(in ConvolutionShape shape, T* filter)
        where T : unmanaged => shape.Groups > 1
            ? null
            : PackedMatrix<T>.Pack(filter, shape.OutChannels, false, shape.Kernel.Volume * shape.InChannels, shape.OutChannels);

    /// <summary>The gradient of the input: dx from dy, as Conv2DBackpropInput; also the forward pass of a transposed convolution.</summary>
    public static void BackwardInput<T>(in ConvolutionShape shape, T* dy, T* filter, T* dx, Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        if (shape.IsProduct)
        {
            Gemm.Multiply(false, true, shape.Batch * shape.Output.Volume, shape.InChannels, shape.OutChannels, dy, shape.OutChannels, filter, shape.OutChannels, dx, shape.InChannels, false, epilogue);
            return;
        }

        InputGradientBody<T> body = new() { Shape = shape, Dy = dy, Filter = filter, Dx = dx, Epilogue = epilogue };
        Widest.Run<InputGradientBody<T>, T>(ref body);
    }

    /// <summary>The gradient of the filter from x and dy, as Conv2DBackpropFilter.</summary>
    public static void BackwardFilter<T>(in ConvolutionShape shape, T* x, T* dy, T* dfilter)
        where T : unmanaged
    {
        if (shape.IsProduct)
        {
            Gemm.Multiply(true, false, shape.InChannels, shape.OutChannels, shape.Batch * shape.Output.Volume, x, shape.InChannels, dy, shape.OutChannels, dfilter, shape.OutChannels);
            return;
        }

        FilterGradientBody<T> body = new() { Shape = shape, X = x, Dy = dy, Dfilter = dfilter };
        Widest.Run<FilterGradientBody<T>, T>(ref body);
    }

    private struct ForwardBody<T> : ISimdBody<T>
        where T : unmanaged
    {
        public ConvolutionShape Shape;
        public T* X;
        public T* Filter;
        public T* PackedFilter;
        public T* Y;
        public Epilogue<T> Epilogue;

        public readonly void Run<V>()
            where V : struct, ISimd<V, T> => ConvolutionForward<V, T>.Run(Shape, X, Filter, PackedFilter, Y, Epilogue);
    }

    private struct InputGradientBody<T> : ISimdBody<T>
        where T : unmanaged
    {
        public ConvolutionShape Shape;
        public T* Dy;
        public T* Filter;
        public T* Dx;
        public Epilogue<T> Epilogue;

        public readonly void Run<V>()
            where V : struct, ISimd<V, T> => InputGradient<V, T>.Run(Shape, Dy, Filter, Dx, Epilogue);
    }

    private struct FilterGradientBody<T> : ISimdBody<T>
        where T : unmanaged
    {
        public ConvolutionShape Shape;
        public T* X;
        public T* Dy;
        public T* Dfilter;

        public readonly void Run<V>()
            where V : struct, ISimd<V, T> => FilterGradient<V, T>.Run(Shape, X, Dy, Dfilter);
    }
}
