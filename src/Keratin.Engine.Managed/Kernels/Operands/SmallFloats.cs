using System.Numerics.Tensors;
using Keratin.Engines.Managed.Threading;
using Keratin.Graphs;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Lets kernels for float32 serve float16 and bfloat16, as TensorFlow's do: computed in float32, rounded once at the end.</summary>
internal static unsafe class SmallFloats
{
    private const int Grain = 16384;

    /// <summary>The factory for all types of floats, of one for float32 and float64.</summary>
    public static KernelFactory Widened(KernelFactory factory) => binding =>
    {
        OperandCopies? copies = null;
        for (int i = 0; i < binding.Inputs.Length; i++)
        {
            var spec = binding.Inputs[i];
            if (!IsSmall(spec.DType)) continue;
            nint count = (nint)spec.Shape.ElementCount;
            // Variables are written too.
            var store = binding.Operation.Inputs[i].DType == DType.Resource ? Narrowing(spec.DType, count) : null;
            (copies ??= new(binding)).Input(i, spec with { DType = DType.Float32 }, Widening(spec.DType, count), store);
        }
        for (int i = 0; i < binding.Outputs.Length; i++)
        {
            var spec = binding.Outputs[i];
            if (IsSmall(spec.DType)) (copies ??= new(binding)).Output(i, spec with { DType = DType.Float32 }, Narrowing(spec.DType, (nint)spec.Shape.ElementCount));
        }
        return copies is null ? factory(binding) : copies.Bind(factory);
    };

    private static bool IsSmall(DType dtype) => dtype is DType.Half or DType.BFloat16;

    private static OperandCopy Widening(DType dtype, nint count) => (source, target) =>
        WorkerPool.For((int)Math.Min(int.MaxValue, (count + Grain - 1) / Grain), 1, new Copy(dtype, widen: true, source, target, count));

    private static OperandCopy Narrowing(DType dtype, nint count) => (source, target) =>
        WorkerPool.For((int)Math.Min(int.MaxValue, (count + Grain - 1) / Grain), 1, new Copy(dtype, widen: false, source, target, count));

    private readonly struct Copy(DType dtype, bool widen, void* source, void* target, nint count) : IParallelBody
    {
        private readonly void* source = source;
        private readonly void* target = target;

        public void Run(int start, int end)
        {
            for (nint block = start; block < end; block++)
            {
                nint first = block * Grain;
                int length = (int)Math.Min(Grain, count - first);
                if (dtype == DType.Half)
                {
                    if (widen) TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>((Half*)source + first, length), new Span<float>((float*)target + first, length));
                    else TensorPrimitives.ConvertToHalf(new ReadOnlySpan<float>((float*)source + first, length), new Span<Half>((Half*)target + first, length));
                }
                else if (widen)
                {
                    for (nint i = first; i < first + length; i++) ((float*)target)[i] = ((BFloat16*)source)[i];
                }
                else
                {
                    for (nint i = first; i < first + length; i++) ((BFloat16*)target)[i] = (BFloat16)((float*)source)[i];
                }
            }
        }
    }
}
