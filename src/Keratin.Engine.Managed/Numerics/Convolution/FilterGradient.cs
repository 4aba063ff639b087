using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>The gradient of a convolution's filter: images transposed, times the output's gradient, summed over all pixels.</summary>
internal static unsafe class FilterGradient<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>Filters up to this size are summed apart by each thread; larger ones are divided among the threads.</summary>
    private const nint SmallFilter = 1 << 16;

    public static void Run(in ConvolutionShape shape, T* x, T* dy, T* dfilter)
    {
        nint rows = shape.Kernel.Volume * (nint)shape.GroupIn, columns = shape.GroupOut;
        if (rows == 0 || columns == 0)
        {
            return;
        }

        using Scratch memory = Scratch.Rent<int>(3 * shape.Kernel.Volume);
        Taps taps = Taps.Forward(shape, (int*)memory.Pointer);
        for (nint group = 0; group < shape.Groups; group++)
        {
            nint first = group * columns;
            FilterGradientBlocks<V, T> blocks = new(
                new ImageReader<T>(x + (group * shape.GroupIn), shape.Input, shape.GroupIn, shape.InChannels, taps, shape.Output),
                taps, taps.Pixels * (nint)shape.GroupIn, shape.Batch, shape.Output, dy + first, shape.OutChannels, columns);
            int threads = WorkerPool.Threads;
            int sums = rows * columns <= SmallFilter ? (int)Math.Clamp(blocks.PixelBlocks, 1, threads * 2) : 1;
            blocks.Shares = sums;
            blocks.Parts = sums > 1 ? 1 : (int)Math.Min(threads * 2, blocks.Tiles);
            if (sums == 1)
            {
                blocks.Target = dfilter + first;
                blocks.TargetStride = shape.OutChannels;
                WorkerPool.For(blocks.Parts, 1, blocks);
                continue;
            }

            using Scratch apart = Scratch.Rent<T>(sums * rows * columns);
            blocks.Target = (T*)apart.Pointer;
            blocks.TargetStride = columns;
            WorkerPool.For(sums, 1, blocks);
            for (nint row = 0; row < rows; row++)
            {
                Sum((T*)apart.Pointer + (row * columns), rows * columns, sums, columns, dfilter + first + (row * shape.OutChannels));
            }
        }
    }

    [MethodImpl(Simd.Loop)]
    private static void Sum(T* terms, nint stride, int count, nint columns, T* target)
    {
        for (nint i = 0; i < columns; i += V.Count)
        {
            nint lanes = Math.Min(V.Count, columns - i);
            V sum = V.Zero;
            for (int t = 0; t < count; t++)
            {
                sum += V.LoadFirst(terms + (t * stride) + i, lanes);
            }

            V.StoreFirst(sum, target + i, lanes);
        }
    }
}
