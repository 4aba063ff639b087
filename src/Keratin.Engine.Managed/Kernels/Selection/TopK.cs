using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>TopKV2: the k largest elements of each row, largest first, the earlier of equal ones first.</summary>
internal readonly unsafe struct TopK : INumberAction<KernelBinding, KernelBody>
{
    private const long GrainElements = 32 * 1024;

    public KernelBody Run<T>(KernelBinding binding) where T : unmanaged, IComparable<T>, IEquatable<T>
    {
        var input = binding.Inputs[0].Shape;
        long columns = input[^1], k = binding.Outputs[0].Shape[^1];
        int rows = checked((int)input[..^1].ElementCount), grain = (int)Math.Clamp(GrainElements / Math.Max(columns, 1), 1, int.MaxValue);
        var indexType = binding.Outputs[1].DType;
        if (indexType is not (DType.Int16 or DType.Int32 or DType.Int64)) throw binding.Error($"indices can't be {indexType.Name()}.");
        binding.ScratchBytes = checked((nuint)(rows * k) * sizeof(int));
        return (in KernelArgs args) =>
            WorkerPool.For(rows, grain, new Rows<T>(args.In<T>(0), args.Out<T>(0), args.Out<byte>(1), (int*)args.Scratch, checked((int)columns), (int)k, indexType));
    }

    private readonly struct Rows<T>(T* input, T* values, byte* indices, int* heaps, int columns, int k, DType indexType) : IParallelBody
        where T : unmanaged, IComparable<T>
    {
        public void Run(int start, int end)
        {
            if (k == 0) return;
            for (long row = start; row < end; row++)
            {
                T* x = input + row * columns;
                int* heap = heaps + row * k;
                Select(x, heap);
                for (int i = 0; i < k; i++)
                {
                    values[row * k + i] = x[heap[i]];
                    Write(row * k + i, heap[i]);
                }
            }
        }

        // A heap whose root is the worst of the best so far; sorted at the end by taking the worst off again and again.
        private void Select(T* x, int* heap)
        {
            for (int i = 0; i < k; i++) heap[i] = i;
            for (int i = k / 2 - 1; i >= 0; i--) Sink(x, heap, i, k);
            for (int i = k; i < columns; i++)
                if (x[i].CompareTo(x[heap[0]]) > 0)
                {
                    heap[0] = i;
                    Sink(x, heap, 0, k);
                }
            for (int size = k - 1; size > 0; size--)
            {
                (heap[0], heap[size]) = (heap[size], heap[0]);
                Sink(x, heap, 0, size);
            }
        }

        private static void Sink(T* x, int* heap, int at, int size)
        {
            int moving = heap[at];
            for (int child = 2 * at + 1; child < size; child = 2 * at + 1)
            {
                if (child + 1 < size && Worse(x, heap[child + 1], heap[child])) child++;
                if (!Worse(x, heap[child], moving)) break;
                heap[at] = heap[child];
                at = child;
            }
            heap[at] = moving;
        }

        private static bool Worse(T* x, int a, int b)
        {
            int order = x[a].CompareTo(x[b]);
            return order < 0 || (order == 0 && a > b);
        }

        private void Write(long place, int index)
        {
            if (indexType == DType.Int64) ((long*)indices)[place] = index;
            else if (indexType == DType.Int16) ((short*)indices)[place] = (short)index;
            else ((int*)indices)[place] = index;
        }
    }
}
