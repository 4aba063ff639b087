using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>What is done to each row of a matrix by itself. Several threads call it at once: it must not change its own fields.</summary>
internal interface IRowKernel<T>
    where T : unmanaged
{
    void Row<V>(nint row)
        where V : struct, ISimd<V, T>;
}

/// <summary>Runs a kernel over the rows of a matrix, on several threads where that pays.</summary>
internal static class Rows
{
    /// <summary>Numbers worth a thread.</summary>
    private const int Grain = 1 << 13;

    public static void Run<TKernel, T>(int rows, int columns, TKernel kernel)
        where TKernel : struct, IRowKernel<T>
        where T : unmanaged
    {
        Body<TKernel, T> body = new() { Kernel = kernel, Rows = rows, RowGrain = Math.Max(1, Grain / Math.Max(1, columns)) };
        Widest.Run<Body<TKernel, T>, T>(ref body);
    }

    private struct Body<TKernel, T> : ISimdBody<T>
        where TKernel : struct, IRowKernel<T>
        where T : unmanaged
    {
        public TKernel Kernel;
        public int Rows;
        public int RowGrain;

        public readonly void Run<V>()
            where V : struct, ISimd<V, T> => WorkerPool.For(Rows, RowGrain, new Range<V, TKernel, T> { Kernel = Kernel });
    }

    private struct Range<V, TKernel, T> : IParallelBody
        where V : struct, ISimd<V, T>
        where TKernel : struct, IRowKernel<T>
        where T : unmanaged
    {
        public TKernel Kernel;

        [MethodImpl(Simd.Loop)]
        public readonly void Run(int start, int end)
        {
            for (nint row = start; row < end; row++)
            {
                Kernel.Row<V>(row);
            }
        }
    }
}
