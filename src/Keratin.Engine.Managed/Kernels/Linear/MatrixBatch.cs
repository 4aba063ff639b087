using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Many products of matrices of one size. Operands lie one after the other, or where they are told to.</summary>
internal sealed unsafe class MatrixBatch(MatrixProduct multiply, Operand ofX, Operand ofY, int count, int m, int n, int k, int elementSize, (long X, long Y)[]? places = null)
{
    // Products below this many multiplications go to a thread by several.
    private const long Grain = 100_000;

    private readonly int grain = (int)Math.Clamp(Grain / Math.Max(1, (long)m * n * k), 1, int.MaxValue);

    /// <summary>The places are numbers of matrices, counted from the first.</summary>
    public void Run(byte* x, byte* y, byte* z) => WorkerPool.For(count, grain, new Body(this, x, y, z));

    private void Run(byte* x, byte* y, byte* z, int start, int end)
    {
        nint xSize = (nint)m * k * elementSize, ySize = (nint)k * n * elementSize, zSize = (nint)m * n * elementSize;
        for (int i = start; i < end; i++)
        {
            var (atX, atY) = places is null ? (i, i) : places[i];
            multiply(x + ((nint)atX * xSize), ofX, y + ((nint)atY * ySize), ofY, z + (i * zSize), m, n, k);
        }
    }

    private readonly struct Body(MatrixBatch batch, byte* x, byte* y, byte* z) : IParallelBody
    {
        public void Run(int start, int end) => batch.Run(x, y, z, start, end);
    }
}
