using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>The gradient of a depthwise filter: for each tap and channel, the sum over all pixels. Threads share the images out.</summary>
internal unsafe struct DepthwiseFilterGradient<V, T> : IParallelBody
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    public ConvolutionShape Shape;
    public ImageReader<T> Reader;
    public Taps Taps;
    public T* Dy;

    /// <summary>A row of channels for each tap.</summary>
    public T* Target;

    private T* sums;
    private int shares;

    public void Run()
    {
        nint size = (nint)Taps.Count * Shape.InChannels;
        shares = Math.Clamp(Planes, 1, WorkerPool.Threads);
        using Scratch scratch = Scratch.Rent<T>(size * shares);
        sums = (T*)scratch.Pointer;
        WorkerPool.For(shares, 1, this);
        new Span<T>(sums, checked((int)size)).CopyTo(new(Target, checked((int)size)));
        for (nint share = 1; share < shares; share++)
        {
            Loops<V, T>.Map<Add>(Target, sums + (share * size), Target, size);
        }
    }

    public readonly void Run(int start, int end)
    {
        nint size = (nint)Taps.Count * Shape.InChannels;
        using Scratch offsets = Scratch.Rent<nint>(Taps.Count);
        using Scratch copy = Scratch.Rent<T>(Reader.CopySize(1));
        for (nint share = start; share < end; share++)
        {
            T* sum = sums + (share * size);
            new Span<T>(sum, checked((int)size)).Clear();
            for (nint plane = Planes * share / shares; plane < Planes * (share + 1) / shares; plane++)
            {
                Plane(plane, sum, (nint*)offsets.Pointer, (T*)copy.Pointer);
            }
        }
    }

    private readonly int Planes => Shape.Batch * Shape.Output.Depth;

    private readonly void Plane(nint plane, T* sum, nint* offsets, T* copy)
    {
        nint channels = Shape.InChannels, depth = plane % Shape.Output.Depth;
        for (nint row = 0; row < Shape.Output.Height; row++)
        {
            Window<T> window = Reader.Read(plane / Shape.Output.Depth, depth, row, row + 1, 1, copy);
            window.RunOffsets(Taps, offsets);
            T* x = window.At(depth * Taps.Strides.Depth, row * Taps.Strides.Height, 0);
            T* dy = Dy + (((plane * Shape.Output.Height) + row) * Shape.Output.Width * channels);
            for (nint t = 0; t < Taps.Count; t++)
            {
                Tap(x + offsets[t], Taps.Strides.Width * window.PixelStride, dy, sum + (t * channels));
            }
        }
    }

    private readonly void Tap(T* x, nint step, T* dy, T* sum)
    {
        nint channels = Shape.InChannels, width = Shape.Output.Width;
        nint c = 0;
        for (; c <= channels - V.Count; c += V.Count)
        {
            V even = V.Load(sum + c), odd = V.Zero;
            T* a = x + c, b = dy + c;
            nint pixel = 0;
            for (; pixel <= width - 2; pixel += 2, a += 2 * step, b += 2 * channels)
            {
                even = V.MultiplyAdd(V.Load(a), V.Load(b), even);
                odd = V.MultiplyAdd(V.Load(a + step), V.Load(b + channels), odd);
            }

            if (pixel < width)
            {
                even = V.MultiplyAdd(V.Load(a), V.Load(b), even);
            }

            V.Store(even + odd, sum + c);
        }

        if (c < channels)
        {
            V rest = V.LoadFirst(sum + c, channels - c);
            for (nint pixel = 0; pixel < width; pixel++)
            {
                rest = V.MultiplyAdd(V.LoadFirst(x + (pixel * step) + c, channels - c), V.LoadFirst(dy + (pixel * channels) + c, channels - c), rest);
            }

            V.StoreFirst(rest, sum + c, channels - c);
        }
    }
}
