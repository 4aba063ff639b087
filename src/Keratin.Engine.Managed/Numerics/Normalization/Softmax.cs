namespace Keratin.Engines.Managed.Numerics;

/// <summary>Softmax over the rows of a matrix, and its gradients. Outputs may be inputs.</summary>
internal static unsafe class Softmax
{
    /// <summary>y = exp(x) / Σ exp(x).</summary>
    public static void Forward<T>(T* x, int rows, int columns, T* y)
        where T : unmanaged => Rows.Run<ForwardKernel<T>, T>(rows, columns, new() { X = x, Columns = columns, Y = y });

    /// <summary>y = x − log Σ exp(x).</summary>
    public static void Log<T>(T* x, int rows, int columns, T* y)
        where T : unmanaged => Rows.Run<LogKernel<T>, T>(rows, columns, new() { X = x, Columns = columns, Y = y });

    /// <summary>The gradient of softmax from its result: dx = y · (dy − Σ y · dy).</summary>
    public static void Backward<T>(T* y, T* dy, int rows, int columns, T* dx)
        where T : unmanaged => Rows.Run<BackwardKernel<T>, T>(rows, columns, new() { Y = y, Dy = dy, Columns = columns, Dx = dx });

    private struct ForwardKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public T* X;
        public int Columns;
        public T* Y;

        public readonly void Row<V>(nint row)
            where V : struct, ISimd<V, T>
        {
            T* x = X + (row * Columns), y = Y + (row * Columns);
            V sum = SoftmaxRow<V, T>.Exponentials(x, Columns, SoftmaxRow<V, T>.Max(x, Columns), y);
            Loops<V, T>.Map<Multiply>(y, SoftmaxRow<V, T>.First(V.Constant(1) / sum), y, Columns);
        }
    }

    private struct LogKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public T* X;
        public int Columns;
        public T* Y;

        public readonly void Row<V>(nint row)
            where V : struct, ISimd<V, T>
        {
            T* x = X + (row * Columns), y = Y + (row * Columns);
            V max = SoftmaxRow<V, T>.Max(x, Columns);
            V log = Numerics.Log.Of<V, T>(SoftmaxRow<V, T>.Exponentials(x, Columns, max, null));
            for (nint i = 0; i < Columns; i += V.Count)
            {
                nint lanes = Math.Min(V.Count, Columns - i);
                V.StoreFirst(V.LoadFirst(x + i, lanes) - max - log, y + i, lanes);
            }
        }
    }

    private struct BackwardKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public T* Y;
        public T* Dy;
        public int Columns;
        public T* Dx;

        public readonly void Row<V>(nint row)
            where V : struct, ISimd<V, T>
        {
            T* y = Y + (row * Columns), dy = Dy + (row * Columns), dx = Dx + (row * Columns);
            V sum = V.Zero;
            for (nint i = 0; i < Columns; i += V.Count)
            {
                nint lanes = Math.Min(V.Count, Columns - i);
                sum = V.MultiplyAdd(V.LoadFirst(y + i, lanes), V.LoadFirst(dy + i, lanes), sum);
            }

            sum = V.Create(V.Sum(sum));
            for (nint i = 0; i < Columns; i += V.Count)
            {
                nint lanes = Math.Min(V.Count, Columns - i);
                V.StoreFirst(V.LoadFirst(y + i, lanes) * (V.LoadFirst(dy + i, lanes) - sum), dx + i, lanes);
            }
        }
    }
}
