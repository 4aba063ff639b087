using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// The gradient of a pooling's input. A maximum passes its gradient to the first pixel of the window that has it, a mean
/// passes an equal share to each. Windows overlap, so the units of work are images, or slices of their channels.
/// </summary>
internal unsafe struct PoolingBackward<V, T, TKind> : IParallelBody
    where V : struct, ISimd<V, T>
    where T : unmanaged
    where TKind : struct, IPoolingKind
{
    public PoolingShape Shape;

    /// <summary>The pooling's input; only a maximum needs it.</summary>
    public T* X;

    public T* Dy;
    public T* Dx;
    private int slices;

    public void Run()
    {
        int registers = (Shape.Channels + V.Count - 1) / V.Count;
        slices = Shape.Batch >= WorkerPool.Threads ? 1 : Math.Max(1, Math.Min(registers, WorkerPool.Threads));
        WorkerPool.For(Shape.Batch * slices, 1, this);
    }

    [MethodImpl(Simd.Loop)]
    public readonly void Run(int start, int end)
    {
        nint registers = (Shape.Channels + V.Count - 1) / V.Count;
        for (int i = start; i < end; i++)
        {
            (int image, int slice) = (i / slices, i % slices);
            nint first = registers * slice / slices * V.Count;
            nint last = Math.Min(registers * (slice + 1) / slices * V.Count, Shape.Channels);
            nint input = (nint)image * Shape.Input.Volume * Shape.Channels;
            Clear(Dx + input, first, last);
            T* dy = Dy + ((nint)image * Shape.Output.Volume * Shape.Channels);
            for (int d = 0; d < Shape.Output.Depth; d++)
            {
                for (int h = 0; h < Shape.Output.Height; h++)
                {
                    for (int w = 0; w < Shape.Output.Width; w++, dy += Shape.Channels)
                    {
                        Pixel(X + input, dy, Dx + input, Shape.WindowOf(d, h, w), first, last);
                    }
                }
            }
        }
    }

    [MethodImpl(Simd.Loop)]
    private readonly void Pixel(T* x, T* dy, T* dx, in PoolingWindow window, nint first, nint last)
    {
        nint c = first;
        for (; c <= last - V.Count; c += V.Count)
        {
            Part(x + c, dy + c, dx + c, window, V.Count);
        }

        if (c < last)
        {
            Part(x + c, dy + c, dx + c, window, last - c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Part(T* x, T* dy, T* dx, in PoolingWindow window, nint lanes)
    {
        nint channels = Shape.Channels;
        V gradient = V.LoadFirst(dy, lanes), max = V.Zero;
        if (TKind.IsMax)
        {
            max = Largest(x, window, lanes);
        }
        else
        {
            gradient *= V.Constant(1.0 / window.Count);
        }

        for (int d = window.Depth0; d < window.Depth1; d++)
        {
            for (int h = window.Height0; h < window.Height1; h++)
            {
                nint row = ((d * Shape.Input.Height) + h) * (nint)Shape.Input.Width;
                nint place = (row + window.Width0) * channels;
                for (int w = window.Width0; w < window.Width1; w++, place += channels)
                {
                    V here = gradient;
                    if (TKind.IsMax)
                    {
                        V mask = V.Equal(V.LoadFirst(x + place, lanes), max);
                        here &= mask;
                        gradient &= ~mask;
                    }

                    V.StoreFirst(V.LoadFirst(dx + place, lanes) + here, dx + place, lanes);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly V Largest(T* x, in PoolingWindow window, nint lanes)
    {
        V result = TKind.Start<V, T>();
        for (int d = window.Depth0; d < window.Depth1; d++)
        {
            for (int h = window.Height0; h < window.Height1; h++)
            {
                nint row = ((d * Shape.Input.Height) + h) * (nint)Shape.Input.Width;
                for (int w = window.Width0; w < window.Width1; w++)
                {
                    result = TKind.Step<V, T>(result, V.LoadFirst(x + ((row + w) * Shape.Channels), lanes));
                }
            }
        }

        return result;
    }

    [MethodImpl(Simd.Loop)]
    private readonly void Clear(T* dx, nint first, nint last)
    {
        if (last - first == Shape.Channels)
        {
            new Span<T>(dx, checked(Shape.Input.Volume * Shape.Channels)).Clear();
            return;
        }

        for (nint pixel = 0; pixel < Shape.Input.Volume; pixel++)
        {
            new Span<T>(dx + (pixel * Shape.Channels) + first, (int)(last - first)).Clear();
        }
    }
}
