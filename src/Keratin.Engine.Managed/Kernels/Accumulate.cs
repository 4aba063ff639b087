using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>AssignAddVariableOp and AssignSubVariableOp: a variable plus or minus a value of the same shape.</summary>
internal static unsafe class Accumulate
{
    private const int Block = 4096;
    private const int Grain = 8;

    public static NumericKernel Kernel(string way) => new(binding => Bind(binding, way)) { UpdatesVariables = true };

    private static KernelBody Bind(KernelBinding binding, string way)
    {
        var variable = binding.Inputs[0];
        if (variable.DType != binding.Inputs[1].DType || variable.Shape != binding.Inputs[1].Shape)
            throw binding.Error($"the variable holds {variable.DType.Name()} {variable.Shape}; {binding.Inputs[1].DType.Name()} {binding.Inputs[1].Shape} can't be added to it.");
        var combiner = Combiner.Of(binding, way, variable.DType);
        long count = variable.Shape.ElementCount;
        int size = binding.Size(), blocks = checked((int)((count + Block - 1) / Block));
        return (in KernelArgs args) => WorkerPool.For(blocks, Grain, new Body(combiner, args.In<byte>(0), args.In<byte>(1), count, size));
    }

    private readonly struct Body(Combiner combiner, byte* variable, byte* delta, long count, int size) : IParallelBody
    {
        public void Run(int start, int end)
        {
            long first = (long)start * Block, last = Math.Min((long)end * Block, count);
            combiner.Run(variable + first * size, delta + first * size, (nint)(last - first));
        }
    }
}
