namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// Reduces the middle axis of an array (outer, axis, inner) to one number: y is (outer, inner). Results do not depend on
/// the number of threads.
/// </summary>
internal static unsafe class Reduction
{
    /// <summary>As TensorFlow's Sum, Prod, Max and Min over one axis, or over neighbouring axes as one.</summary>
    public static void Reduce<TKind, T>(T* x, int outer, int axis, int inner, T* y)
        where TKind : struct, IReduction
        where T : unmanaged
    {
        Body<TKind, T> body = new() { X = x, Outer = outer, Axis = axis, Inner = inner, Y = y };
        Widest.Run<Body<TKind, T>, T>(ref body);
    }

    /// <summary>As TensorFlow's Mean.</summary>
    public static void Mean<T>(T* x, int outer, int axis, int inner, T* y)
        where T : unmanaged
    {
        Reduce<SumReduction, T>(x, outer, axis, inner, y);
        Body<SumReduction, T> body = new() { Outer = outer, Axis = axis, Inner = inner, Y = y, Divide = true };
        Widest.Run<Body<SumReduction, T>, T>(ref body);
    }

    private struct Body<TKind, T> : ISimdBody<T>
        where TKind : struct, IReduction
        where T : unmanaged
    {
        public T* X;
        public int Outer;
        public int Axis;
        public int Inner;
        public T* Y;
        public bool Divide;

        public readonly void Run<V>()
            where V : struct, ISimd<V, T>
        {
            if (Divide)
            {
                Loops<V, T>.Map<Divide>(Y, Simd.Scalar<T>(Axis), Y, (nint)Outer * Inner);
                return;
            }

            ReductionBlocks<V, T, TKind>.Run(X, Outer, Axis, Inner, Y);
        }
    }
}
