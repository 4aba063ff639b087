using System.Numerics;
using Keratin.Engines.Managed.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Fourier transforms along the last few axes of an array of complex numbers, in place.</summary>
internal sealed unsafe class FourierAxes(long[] dims, int rank, bool inverse)
{
    private readonly FourierTransform[] transforms = Array.ConvertAll(dims[^rank..], size => new FourierTransform((int)size, inverse));

    /// <summary>How many of the numbers lie in one transform of all its axes.</summary>
    public long Size { get; } = Product(dims, dims.Length - rank, dims.Length);

    public long Count { get; } = Product(dims, 0, dims.Length);

    /// <summary>Transforms along one of the axes, counted from the first of the last few.</summary>
    public void Run(Complex* x, int axis)
    {
        int at = dims.Length - rank + axis, size = (int)dims[at];
        if (size <= 1 || Count == 0) return;
        long inner = Product(dims, at + 1, dims.Length);
        WorkerPool.For(checked((int)(Count / size)), Math.Max(1, 4096 / size), new Lines(transforms[axis], x, size, (nint)inner));
    }

    public void Run(Complex* x)
    {
        for (int axis = 0; axis < rank; axis++) Run(x, axis);
    }

    private static long Product(long[] dims, int start, int end)
    {
        long product = 1;
        for (int i = start; i < end; i++) product *= dims[i];
        return product;
    }

    private readonly struct Lines(FourierTransform transform, Complex* x, int size, nint step) : IParallelBody
    {
        public void Run(int start, int end)
        {
            using var scratch = Scratch.Rent<Complex>(size);
            var line = (Complex*)scratch.Pointer;
            for (nint i = start; i < end; i++)
            {
                Complex* first = x + (i / step * step * size) + (i % step);
                if (step == 1)
                {
                    transform.Run(first);
                    continue;
                }
                for (int j = 0; j < size; j++) line[j] = first[j * step];
                transform.Run(line);
                for (int j = 0; j < size; j++) first[j * step] = line[j];
            }
        }
    }
}
