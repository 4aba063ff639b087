using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// A convolution of each channel by itself: a register of channels of a few neighbouring output pixels gathers all taps.
/// The backward pass to the input is one too (see <see cref="Depthwise"/>).
/// </summary>
internal unsafe struct DepthwiseTaps<V, T> : IParallelBody
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    private const long WorkForATask = 1 << 15;

    public int Batch;
    public DepthwiseImages<T> Images;

    /// <summary>A row of channels for each tap.</summary>
    public T* Filter;

    public Extent Output;

    /// <summary>The first pixel to write.</summary>
    public T* Target;

    public nint ImageStride;
    public nint PlaneStride;
    public nint RowStride;
    public nint PixelStride;

    /// <summary>Whether to add to the target instead of replacing it.</summary>
    public bool Accumulate;

    public Epilogue<T> Epilogue;

    public readonly void Run()
    {
        long work = Math.Max(1, Output.Width * Images.Channels * Images.Taps.Count);
        WorkerPool.For(checked(Batch * Output.Depth * Output.Height), (int)Math.Max(1, WorkForATask / work), this);
    }

    [MethodImpl(Simd.Loop)]
    public readonly void Run(int start, int end)
    {
        using DepthwiseRow<T> taps = new(Images);
        nint step = Images.Taps.Strides.Width * Images.Channels;
        for (int i = start; i < end; i++)
        {
            (nint plane, nint row) = (i / Output.Height, i % Output.Height);
            (nint image, nint depth) = (plane / Output.Depth, plane % Output.Depth);
            taps.Set(depth, row, Output.Width);
            T* from = Images.At(image);
            T* to = Target + (image * ImageStride) + (depth * PlaneStride) + (row * RowStride);
            nint pixel = 0;
            while (pixel < Output.Width)
            {
                if (pixel >= taps.First && pixel <= taps.Last - 4)
                {
                    Four(from + (pixel * step), step, taps, to + (pixel * PixelStride));
                    pixel += 4;
                }
                else
                {
                    One(from + (pixel * step), pixel, taps, to + (pixel * PixelStride));
                    pixel++;
                }
            }

            Activate(to);
        }
    }

    [MethodImpl(Simd.Loop)]
    private readonly void One(T* from, nint pixel, in DepthwiseRow<T> taps, T* to)
    {
        nint channels = Images.Channels, column = pixel * Images.Taps.Strides.Width;
        for (nint c = 0; c < channels; c += V.Count)
        {
            nint lanes = Math.Min(V.Count, channels - c);
            V sum = Start(c, lanes);
            if (Accumulate)
            {
                sum += V.LoadFirst(to + c, lanes);
            }

            for (nint t = 0; t < taps.Count; t++)
            {
                if ((nuint)(column + taps.Columns[t]) < (nuint)Images.Size.Width)
                {
                    V weight = V.LoadFirst(Filter + (taps.Indices[t] * channels) + c, lanes);
                    sum = V.MultiplyAdd(V.LoadFirst(from + taps.Offsets[t] + c, lanes), weight, sum);
                }
            }

            V.StoreFirst(sum, to + c, lanes);
        }
    }

    [MethodImpl(Simd.Loop)]
    private readonly void Four(T* from, nint step, in DepthwiseRow<T> taps, T* to)
    {
        nint c = 0;
        for (; c <= Images.Channels - V.Count; c += V.Count)
        {
            Four(from, step, taps, to, c, V.Count);
        }

        if (c < Images.Channels)
        {
            Four(from, step, taps, to, c, Images.Channels - c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Four(T* from, nint step, in DepthwiseRow<T> taps, T* to, nint c, nint lanes)
    {
        nint channels = Images.Channels, pixel = PixelStride;
        nint* offsets = taps.Offsets, indices = taps.Indices;
        int count = taps.Count;
        V s0 = Start(c, lanes), s1 = s0, s2 = s0, s3 = s0;
        T* target = to + c, filter = Filter + c;
        if (Accumulate)
        {
            s0 += V.LoadFirst(target, lanes);
            s1 += V.LoadFirst(target + pixel, lanes);
            s2 += V.LoadFirst(target + (2 * pixel), lanes);
            s3 += V.LoadFirst(target + (3 * pixel), lanes);
        }

        for (nint t = 0; t < count; t++)
        {
            T* source = from + offsets[t] + c;
            V weight = V.LoadFirst(filter + (indices[t] * channels), lanes);
            s0 = V.MultiplyAdd(V.LoadFirst(source, lanes), weight, s0);
            s1 = V.MultiplyAdd(V.LoadFirst(source + step, lanes), weight, s1);
            s2 = V.MultiplyAdd(V.LoadFirst(source + (2 * step), lanes), weight, s2);
            s3 = V.MultiplyAdd(V.LoadFirst(source + (3 * step), lanes), weight, s3);
        }

        V.StoreFirst(s0, target, lanes);
        V.StoreFirst(s1, target + pixel, lanes);
        V.StoreFirst(s2, target + (2 * pixel), lanes);
        V.StoreFirst(s3, target + (3 * pixel), lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly V Start(nint channel, nint lanes) => Epilogue.Bias == null ? V.Zero : V.LoadFirst(Epilogue.Bias + channel, lanes);

    [MethodImpl(Simd.Loop)]
    private readonly void Activate(T* row)
    {
        for (nint pixel = 0; pixel < Output.Width && Epilogue.Activation != Activation.None; pixel++)
        {
            Activations<V, T>.Apply(Epilogue.Activation, Epilogue.Alpha, row + (pixel * PixelStride), Images.Channels);
        }
    }
}
