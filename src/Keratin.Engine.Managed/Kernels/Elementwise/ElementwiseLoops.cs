using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Runs elementwise code over broadcast tensors: neighbouring axes that broadcast alike become one, threads take ranges of the output.</summary>
internal static unsafe class ElementwiseLoops
{
    /// <summary>Output elements in a unit of work that is never split between threads.</summary>
    private const int Unit = 2048;

    /// <summary>Additions that are worth waking another thread for.</summary>
    private const int Grain = 32 * 1024;

    /// <summary>The body of a kernel; other shapes than the inputs' own may be given for broadcasting.</summary>
    public static KernelBody Bind(KernelBinding binding, ElementwiseCode code, Shape[]? inputShapes = null)
    {
        var broadcast = Broadcast.Of(binding, inputShapes);
        int elementSize = binding.Outputs[0].DType.Size();
        int units = checked((int)((broadcast.Count + Unit - 1) / Unit)), grain = Math.Max(1, Grain / (Unit * code.Cost));
        return (in KernelArgs args) =>
        {
            void** inputs = stackalloc void*[broadcast.Arity];
            for (int i = 0; i < broadcast.Arity; i++) inputs[i] = args.In<byte>(i);
            WorkerPool.For(units, grain, new Body(broadcast, code, inputs, args.Out<byte>(0), elementSize));
        };
    }

    private readonly struct Body(Broadcast broadcast, ElementwiseCode code, void** inputs, byte* output, int elementSize) : IParallelBody
    {
        public void Run(int start, int end)
        {
            long first = (long)start * Unit, last = Math.Min((long)end * Unit, broadcast.Count);
            void** at = stackalloc void*[broadcast.Arity];
            long inner = broadcast.Inner;
            while (first < last)
            {
                long offset = first % inner, count = Math.Min(last - first, inner - offset);
                for (int k = 0; k < broadcast.Arity; k++) at[k] = (byte*)inputs[k] + broadcast.Offset(k, first / inner, offset);
                code.Run(at, broadcast.Scalars, output + first * elementSize, (nint)count);
                first += count;
            }
        }
    }
}
