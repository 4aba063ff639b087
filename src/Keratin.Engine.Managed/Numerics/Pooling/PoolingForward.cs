using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Rows of a pooling's output: each register of channels passes over its window once.</summary>
internal readonly unsafe struct PoolingForward<V, T, TKind>(PoolingShape shape, T* x, T* y) : IParallelBody
    where V : struct, ISimd<V, T>
    where T : unmanaged
    where TKind : struct, IPoolingKind
{
    private const int Grain = 1 << 14;

    public void Run()
    {
        long work = Math.Max(1, (long)shape.Output.Width * shape.Channels * shape.Window.Volume);
        WorkerPool.For(shape.Batch * shape.Output.Depth * shape.Output.Height, (int)Math.Max(1, Grain / work), this);
    }

    [MethodImpl(Simd.Loop)]
    public void Run(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            (int plane, int row) = (i / shape.Output.Height, i % shape.Output.Height);
            (int image, int depth) = (plane / shape.Output.Depth, plane % shape.Output.Depth);
            T* from = x + ((nint)image * shape.Input.Volume * shape.Channels);
            T* to = y + ((nint)i * shape.Output.Width * shape.Channels);
            for (int column = 0; column < shape.Output.Width; column++, to += shape.Channels)
            {
                Pixel(from, shape.WindowOf(depth, row, column), to);
            }
        }
    }

    [MethodImpl(Simd.Loop)]
    private void Pixel(T* image, in PoolingWindow window, T* to)
    {
        nint c = 0;
        for (; c <= shape.Channels - V.Count; c += V.Count)
        {
            Part(image + c, window, to + c, V.Count);
        }

        if (c < shape.Channels)
        {
            Part(image + c, window, to + c, shape.Channels - c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Part(T* image, in PoolingWindow window, T* to, nint lanes)
    {
        nint channels = shape.Channels;
        V result = TKind.Start<V, T>();
        for (int d = window.Depth0; d < window.Depth1; d++)
        {
            for (int h = window.Height0; h < window.Height1; h++)
            {
                nint row = ((d * shape.Input.Height) + h) * (nint)shape.Input.Width;
                T* from = image + ((row + window.Width0) * channels);
                for (int w = window.Width0; w < window.Width1; w++, from += channels)
                {
                    result = TKind.Step<V, T>(result, V.LoadFirst(from, lanes));
                }
            }
        }

        V.StoreFirst(TKind.IsMax ? result : result * V.Constant(1.0 / window.Count), to, lanes);
    }
}
