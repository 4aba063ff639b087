namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// Depthwise convolutions with channels last, and their gradients: filter (depth, height, width, channels, multiplier),
/// out channel c · multiplier + m from in channel c. In the shape, <see cref="ConvolutionShape.Groups"/> is the number of in channels.
/// </summary>
internal static unsafe class Depthwise
{
    /// <summary>y = activation(x ∗ filter + bias), as TensorFlow's DepthwiseConv2dNative.</summary>
    public static void Forward<T>(in ConvolutionShape shape, T* x, T* filter, T* y, Epilogue<T> epilogue = default)
        where T : unmanaged
    {
        Body<T> body = new() { Pass = Pass.Forward, Shape = Checked(shape), X = x, Filter = filter, Y = y, Epilogue = epilogue };
        Widest.Run<Body<T>, T>(ref body);
    }

    /// <summary>The gradient of the input, as DepthwiseConv2dNativeBackpropInput.</summary>
    public static void BackwardInput<T>(in ConvolutionShape shape, T* dy, T* filter, T* dx)
        where T : unmanaged
    {
        Body<T> body = new() { Pass = Pass.BackwardInput, Shape = Checked(shape), X = dx, Filter = filter, Y = dy };
        Widest.Run<Body<T>, T>(ref body);
    }

    /// <summary>The gradient of the filter, as DepthwiseConv2dNativeBackpropFilter.</summary>
    public static void BackwardFilter<T>(in ConvolutionShape shape, T* x, T* dy, T* dfilter)
        where T : unmanaged
    {
        Body<T> body = new() { Pass = Pass.BackwardFilter, Shape = Checked(shape), X = x, Filter = dfilter, Y = dy };
        Widest.Run<Body<T>, T>(ref body);
    }

    private static ConvolutionShape Checked(in ConvolutionShape shape) => shape.Groups == shape.InChannels
        ? shape
        : throw new ArgumentException($"A depthwise convolution has as many groups as in channels; received {shape.Groups} and {shape.InChannels}.", nameof(shape));

    private enum Pass
    {
        Forward,
        BackwardInput,
        BackwardFilter,
    }

    private struct Body<T> : ISimdBody<T>
        where T : unmanaged
    {
        public Pass Pass;
        public ConvolutionShape Shape;
        public T* X;
        public T* Filter;
        public T* Y;
        public Epilogue<T> Epilogue;

        public readonly void Run<V>()
            where V : struct, ISimd<V, T>
        {
            switch (Pass)
            {
                case Pass.Forward: DepthwisePasses<V, T>.Forward(Shape, X, Filter, Y, Epilogue); break;
                case Pass.BackwardInput: DepthwisePasses<V, T>.BackwardInput(Shape, Y, Filter, X); break;
                default: DepthwisePasses<V, T>.BackwardFilter(Shape, X, Y, Filter); break;
            }
        }
    }
}
