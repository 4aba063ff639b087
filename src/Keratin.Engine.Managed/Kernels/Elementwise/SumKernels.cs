using Keratin.Engines.Managed.Kernels.Functions;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>The sum of any number of tensors of one shape.</summary>
internal static unsafe class SumKernels
{
    private const int Unit = 2048;
    private const int Grain = 16;

    public static Kernel? Find(string op) => op is "AddN" or "AccumulateNV2" ? new NumericKernel(Bind) { Objects = ListKernels.Sum } : null;

    private static KernelBody Bind(KernelBinding binding)
    {
        DType type = binding.Inputs[0].DType;
        int arity = binding.Inputs.Length, size = type.Size();
        foreach (var input in binding.Inputs)
            if (input.DType != type) throw binding.Error("all inputs must have the same dtype.");
        var add = CodeFor.Floats2<Add>(type) ?? CodeFor.Integers2<Add>(type) ?? CodeFor.Complexes2<Add>(type) ?? throw binding.Error($"is not defined for {type.Name()}.");
        long count = binding.Outputs[0].Shape.ElementCount;
        return (in KernelArgs args) =>
        {
            byte** inputs = stackalloc byte*[arity];
            for (int i = 0; i < arity; i++) inputs[i] = args.In<byte>(i);
            WorkerPool.For(checked((int)((count + Unit - 1) / Unit)), Math.Max(1, Grain / arity), new Body(add, inputs, arity, args.Out<byte>(0), count, size));
        };
    }

    private readonly struct Body(ElementwiseCode add, byte** inputs, int arity, byte* output, long count, int size) : IParallelBody
    {
        public void Run(int start, int end)
        {
            void** pair = stackalloc void*[2];
            for (long first = (long)start * Unit, last = Math.Min((long)end * Unit, count); first < last; first += Unit)
            {
                nint offset = (nint)first * size, length = (nint)Math.Min(Unit, last - first);
                if (arity == 1) Buffer.MemoryCopy(inputs[0] + offset, output + offset, length * size, length * size);
                pair[0] = inputs[0] + offset;
                for (int i = 1; i < arity; i++)
                {
                    pair[1] = inputs[i] + offset;
                    add.Run(pair, 0, output + offset, length);
                    pair[0] = output + offset;
                }
            }
        }
    }
}
