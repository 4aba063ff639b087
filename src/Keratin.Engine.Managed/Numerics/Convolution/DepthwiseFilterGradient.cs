using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>The gradient of a depthwise filter: for each tap and channel, the sum over all pixels. Threads share the images out.</summary>
internal unsafe struct DepthwiseFilterGradient<V, T> : IParallelBody
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    public int Batch;
    public DepthwiseImages<T> Images;
    public Extent Output;
    public T* Dy;

    /// <summary>A row of channels for each tap.</summary>
    public T* Target;

    private T* sums;
    private int shares;

    public void Run()
    {
        nint size = Images.Taps.Count * Images.Channels;
        shares = Math.Clamp(Batch * Output.Depth * Output.Height, 1, WorkerPool.Threads);
        using Scratch scratch = Scratch.Rent<T>(size * shares);
        sums = (T*)scratch.Pointer;
        WorkerPool.For(shares, 1, this);
        new Span<T>(sums, checked((int)size)).CopyTo(new(Target, checked((int)size)));
        for (nint share = 1; share < shares; share++)
        {
            Loops<V, T>.Map<Add>(Target, sums + (share * size), Target, size);
        }
    }

    [MethodImpl(Simd.Loop)]
    public readonly void Run(int start, int end)
    {
        nint size = Images.Taps.Count * Images.Channels, rows = (nint)Batch * Output.Depth * Output.Height;
        using DepthwiseRow<T> taps = new(Images);
        for (nint share = start; share < end; share++)
        {
            T* sum = sums + (share * size);
            new Span<T>(sum, checked((int)size)).Clear();
            for (nint row = rows * share / shares; row < rows * (share + 1) / shares; row++)
            {
                nint plane = row / Output.Height;
                taps.Set(plane % Output.Depth, row % Output.Height, Output.Width);
                Row(Images.At(plane / Output.Depth), Dy + (row * Output.Width * Images.Channels), taps, sum);
            }
        }
    }

    /// <summary>Taps go by threes, over the pixels for which all are within the image; each then gets its pixels at the edges.</summary>
    [MethodImpl(Simd.Loop)]
    private readonly void Row(T* image, T* dy, in DepthwiseRow<T> taps, T* sum)
    {
        int t = 0;
        for (; t <= taps.Count - 3; t += 3)
        {
            Three(image, dy, taps, t, sum);
            for (int i = t; i < t + 3; i++)
            {
                (nint first, nint last) = taps.Pixels(i, Output.Width);
                One(image, dy, taps, i, first, Math.Min(last, taps.First), sum);
                One(image, dy, taps, i, Math.Max(first, taps.Last), last, sum);
            }
        }

        for (; t < taps.Count; t++)
        {
            (nint first, nint last) = taps.Pixels(t, Output.Width);
            One(image, dy, taps, t, first, last, sum);
        }
    }

    [MethodImpl(Simd.Loop)]
    private readonly void One(T* image, T* dy, in DepthwiseRow<T> taps, int tap, nint first, nint last, T* sum)
    {
        if (first >= last)
        {
            return;
        }

        nint channels = Images.Channels, step = Images.Taps.Strides.Width * channels;
        for (nint c = 0; c < channels; c += V.Count)
        {
            nint lanes = Math.Min(V.Count, channels - c);
            T* target = sum + (taps.Indices[tap] * channels) + c;
            T* x = image + taps.Offsets[tap] + c + (first * step), g = dy + (first * channels) + c;
            V total = V.LoadFirst(target, lanes);
            for (nint pixel = first; pixel < last; pixel++, x += step, g += channels)
            {
                total = V.MultiplyAdd(V.LoadFirst(x, lanes), V.LoadFirst(g, lanes), total);
            }

            V.StoreFirst(total, target, lanes);
        }
    }

    [MethodImpl(Simd.Loop)]
    private readonly void Three(T* image, T* dy, in DepthwiseRow<T> taps, int tap, T* sum)
    {
        nint c = 0;
        for (; c <= Images.Channels - V.Count; c += V.Count)
        {
            Three(image + c, dy + c, taps, tap, sum + c, V.Count);
        }

        if (c < Images.Channels)
        {
            Three(image + c, dy + c, taps, tap, sum + c, Images.Channels - c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Three(T* image, T* dy, in DepthwiseRow<T> taps, int tap, T* sum, nint lanes)
    {
        nint channels = Images.Channels, step = Images.Taps.Strides.Width * channels, first = taps.First, last = taps.Last;
        T* a = sum + (taps.Indices[tap] * channels), b = sum + (taps.Indices[tap + 1] * channels), d = sum + (taps.Indices[tap + 2] * channels);
        T* x = image + (first * step), g = dy + (first * channels);
        T* y = x + taps.Offsets[tap + 1], z = x + taps.Offsets[tap + 2];
        x += taps.Offsets[tap];
        V p = V.LoadFirst(a, lanes), q = V.LoadFirst(b, lanes), r = V.LoadFirst(d, lanes);
        for (nint pixel = first; pixel < last; pixel++, x += step, y += step, z += step, g += channels)
        {
            V gradient = V.LoadFirst(g, lanes);
            p = V.MultiplyAdd(V.LoadFirst(x, lanes), gradient, p);
            q = V.MultiplyAdd(V.LoadFirst(y, lanes), gradient, q);
            r = V.MultiplyAdd(V.LoadFirst(z, lanes), gradient, r);
        }

        V.StoreFirst(p, a, lanes);
        V.StoreFirst(q, b, lanes);
        V.StoreFirst(r, d, lanes);
    }
}
