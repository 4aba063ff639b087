using System.Numerics;
using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Cross entropy of softmax and labels with its gradient, in one pass over each row of logits.</summary>
internal static unsafe class SoftmaxCrossEntropy
{
    /// <summary>As SoftmaxCrossEntropyWithLogits: labels are probabilities; loss has one number a row, gradient (softmax − labels) the shape of the logits.</summary>
    public static void Dense<T>(T* logits, T* labels, int rows, int columns, T* loss, T* gradient)
        where T : unmanaged => Rows.Run<DenseKernel<T>, T>(
            rows, columns, new() { Logits = logits, Labels = labels, Columns = columns, Loss = loss, Gradient = gradient });

    /// <summary>As SparseSoftmaxCrossEntropyWithLogits: labels are column indices. A label out of range gives NaN.</summary>
    public static void Sparse<T, TLabel>(T* logits, TLabel* labels, int rows, int columns, T* loss, T* gradient)
        where T : unmanaged
        where TLabel : unmanaged, IBinaryInteger<TLabel> => Rows.Run<SparseKernel<T, TLabel>, T>(
            rows, columns, new() { Logits = logits, Labels = labels, Columns = columns, Loss = loss, Gradient = gradient });

    private struct DenseKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public T* Logits;
        public T* Labels;
        public int Columns;
        public T* Loss;
        public T* Gradient;

        [MethodImpl(Simd.Loop)]
        public readonly void Row<V>(nint row)
            where V : struct, ISimd<V, T>
        {
            T* x = Logits + (row * Columns), labels = Labels + (row * Columns), gradient = Gradient + (row * Columns);
            V max = SoftmaxRow<V, T>.Max(x, Columns);
            V sum = SoftmaxRow<V, T>.Exponentials(x, Columns, max, null);
            V log = Log.Of<V, T>(sum), inverse = V.Constant(1) / sum, loss = V.Zero;
            nint i = 0;
            for (; i <= Columns - V.Count; i += V.Count)
            {
                loss += Part(x + i, labels + i, gradient + i, V.Count, max, log, inverse);
            }

            loss += Part(x + i, labels + i, gradient + i, Columns - i, max, log, inverse);
            Loss[row] = V.Sum(loss);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Part<V>(T* x, T* labels, T* gradient, nint lanes, V max, V log, V inverse)
            where V : struct, ISimd<V, T>
        {
            V shifted = V.LoadFirst(x, lanes) - max, label = V.LoadFirst(labels, lanes);
            V.StoreFirst((Exp.Of<V, T>(shifted) * inverse) - label, gradient, lanes);
            return V.Select(V.Equal(label, V.Zero), V.Zero, label * (log - shifted));
        }
    }

    private struct SparseKernel<T, TLabel> : IRowKernel<T>
        where T : unmanaged
        where TLabel : unmanaged, IBinaryInteger<TLabel>
    {
        public T* Logits;
        public TLabel* Labels;
        public int Columns;
        public T* Loss;
        public T* Gradient;

        [MethodImpl(Simd.Loop)]
        public readonly void Row<V>(nint row)
            where V : struct, ISimd<V, T>
        {
            T* x = Logits + (row * Columns), gradient = Gradient + (row * Columns);
            long label = long.CreateSaturating(Labels[row]);
            if ((ulong)label >= (ulong)Columns)
            {
                Loss[row] = Simd.Scalar<T>(double.NaN);
                new Span<T>(gradient, Columns).Fill(Simd.Scalar<T>(double.NaN));
                return;
            }

            V max = SoftmaxRow<V, T>.Max(x, Columns), logit = V.Create(x[label]);
            V sum = SoftmaxRow<V, T>.Exponentials(x, Columns, max, gradient);
            Loops<V, T>.Map<Multiply>(gradient, SoftmaxRow<V, T>.First(V.Constant(1) / sum), gradient, Columns);
            gradient[label] = SoftmaxRow<V, T>.First(V.Create(gradient[label]) - V.Constant(1));
            Loss[row] = SoftmaxRow<V, T>.First(Log.Of<V, T>(sum) - (logit - max));
        }
    }
}
