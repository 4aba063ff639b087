namespace Keratin.Engines.Managed.Numerics;

/// <summary>Maximum and average pooling of images with channels last, in 2-D and 3-D, and their gradients.</summary>
internal static unsafe class Pooling
{
    /// <summary>As TensorFlow's MaxPool.</summary>
    public static void Max<T>(in PoolingShape shape, T* x, T* y)
        where T : unmanaged => Forward<MaxPooling, T>(shape, x, y);

    /// <summary>As TensorFlow's AvgPool: the mean leaves the padding out.</summary>
    public static void Average<T>(in PoolingShape shape, T* x, T* y)
        where T : unmanaged => Forward<AveragePooling, T>(shape, x, y);

    /// <summary>As TensorFlow's MaxPoolGrad: the gradient goes to the first maximum of each window.</summary>
    public static void MaxBackward<T>(in PoolingShape shape, T* x, T* dy, T* dx)
        where T : unmanaged => Backward<MaxPooling, T>(shape, x, dy, dx);

    /// <summary>As TensorFlow's AvgPoolGrad.</summary>
    public static void AverageBackward<T>(in PoolingShape shape, T* dy, T* dx)
        where T : unmanaged => Backward<AveragePooling, T>(shape, null, dy, dx);

    private static void Forward<TKind, T>(in PoolingShape shape, T* x, T* y)
        where TKind : struct, IPoolingKind
        where T : unmanaged
    {
        ForwardBody<TKind, T> body = new() { Shape = shape, X = x, Y = y };
        Widest.Run<ForwardBody<TKind, T>, T>(ref body);
    }

    private static void Backward<TKind, T>(in PoolingShape shape, T* x, T* dy, T* dx)
        where TKind : struct, IPoolingKind
        where T : unmanaged
    {
        BackwardBody<TKind, T> body = new() { Shape = shape, X = x, Dy = dy, Dx = dx };
        Widest.Run<BackwardBody<TKind, T>, T>(ref body);
    }

    private struct ForwardBody<TKind, T> : ISimdBody<T>
        where TKind : struct, IPoolingKind
        where T : unmanaged
    {
        public PoolingShape Shape;
        public T* X;
        public T* Y;

        public readonly void Run<V>()
            where V : struct, ISimd<V, T> => new PoolingForward<V, T, TKind>(Shape, X, Y).Run();
    }

    private struct BackwardBody<TKind, T> : ISimdBody<T>
        where TKind : struct, IPoolingKind
        where T : unmanaged
    {
        public PoolingShape Shape;
        public T* X;
        public T* Dy;
        public T* Dx;

        public readonly void Run<V>()
            where V : struct, ISimd<V, T> => new PoolingBackward<V, T, TKind> { Shape = Shape, X = X, Dy = Dy, Dx = Dx }.Run();
    }
}
