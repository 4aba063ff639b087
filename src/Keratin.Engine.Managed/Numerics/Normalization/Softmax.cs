using System.Runtime.CompilerServices;

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

        [MethodImpl(Simd.Loop)]
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

        [MethodImpl(Simd.Loop)]
        public readonly void Row<V>(nint row)
            where V : struct, ISimd<V, T>
        {
            T* x = X + (row * Columns), y = Y + (row * Columns);
            V max = SoftmaxRow<V, T>.Max(x, Columns);
            V log = Numerics.Log.Of<V, T>(SoftmaxRow<V, T>.Exponentials(x, Columns, max, null));
            nint i = 0;
            for (; i <= Columns - V.Count; i += V.Count)
            {
                V.Store(V.Load(x + i) - max - log, y + i);
            }

            V.StoreFirst(V.LoadFirst(x + i, Columns - i) - max - log, y + i, Columns - i);
        }
    }

    private struct BackwardKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public T* Y;
        public T* Dy;
        public int Columns;
        public T* Dx;

        [MethodImpl(Simd.Loop)]
        public readonly void Row<V>(nint row)
            where V : struct, ISimd<V, T>
        {
            T* y = Y + (row * Columns), dy = Dy + (row * Columns), dx = Dx + (row * Columns);
            V sum = V.Zero;
            nint i = 0;
            for (; i <= Columns - V.Count; i += V.Count)
            {
                sum = V.MultiplyAdd(V.Load(y + i), V.Load(dy + i), sum);
            }

            sum = V.MultiplyAdd(V.LoadFirst(y + i, Columns - i), V.LoadFirst(dy + i, Columns - i), sum);
            sum = V.Create(V.Sum(sum));
            for (i = 0; i <= Columns - V.Count; i += V.Count)
            {
                V.Store(V.Load(y + i) * (V.Load(dy + i) - sum), dx + i);
            }

            V.StoreFirst(V.LoadFirst(y + i, Columns - i) * (V.LoadFirst(dy + i, Columns - i) - sum), dx + i, Columns - i);
        }
    }
}
