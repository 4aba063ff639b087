using Keratin.Engines.Managed.Threading;
using Keratin.RandomNumbers;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Fills memory from a stream on all threads; the result does not depend on how many there are.</summary>
internal static unsafe class ParallelFill
{
    // Elements that one item of the parallel loop makes: a whole number of groups.
    private const int Block = 1024;

    public static void Run<T, TDistribution>(Philox stream, T* target, nint count, TDistribution distribution)
        where T : unmanaged where TDistribution : struct, IDistribution<T> =>
        WorkerPool.For(checked((int)((count + Block - 1) / Block)), 4, new Body<T, TDistribution>(stream, target, count, distribution));

    private readonly struct Body<T, TDistribution>(Philox stream, T* target, nint count, TDistribution distribution) : IParallelBody
        where T : unmanaged where TDistribution : struct, IDistribution<T>
    {
        private readonly T* target = target;

        public void Run(int start, int end)
        {
            for (nint block = start; block < end; block++)
            {
                nint first = block * Block;
                var elements = new Span<T>(target + first, (int)Math.Min(Block, count - first));
                RandomFill.Fill(stream, elements, first / TDistribution.GroupSize, distribution);
            }
        }
    }
}
