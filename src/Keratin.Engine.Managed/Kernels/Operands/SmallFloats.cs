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
            var store = binding.Operation.Inputs[i].DType == DType.Resource ? Converting(DType.Float32, spec.DType, count) : null;
            (copies ??= new(binding)).Input(i, spec with { DType = DType.Float32 }, Converting(spec.DType, DType.Float32, count), store);
        }
        for (int i = 0; i < binding.Outputs.Length; i++)
        {
            var spec = binding.Outputs[i];
            if (IsSmall(spec.DType)) (copies ??= new(binding)).Output(i, spec with { DType = DType.Float32 }, Converting(DType.Float32, spec.DType, (nint)spec.Shape.ElementCount));
        }
        return copies is null ? factory(binding) : copies.Bind(factory);
    };

    private static bool IsSmall(DType dtype) => dtype is DType.Half or DType.BFloat16;

    private static OperandCopy Converting(DType from, DType to, nint count)
    {
        var conversion = Conversions.Find(from, to)!;
        int blocks = checked((int)((count + Grain - 1) / Grain));
        return (source, target) => WorkerPool.For(blocks, 1, new Block(conversion, from.Size(), to.Size(), count, source, target));
    }

    /// <summary>An item is a block of <see cref="Grain"/> elements.</summary>
    private readonly struct Block(Conversion conversion, int sourceSize, int targetSize, nint count, void* source, void* target) : IParallelBody
    {
        private readonly byte* source = (byte*)source;
        private readonly byte* target = (byte*)target;

        public void Run(int start, int end)
        {
            nint first = (nint)start * Grain;
            conversion(source + (first * sourceSize), target + (first * targetSize), Math.Min((nint)end * Grain, count) - first);
        }
    }
}
