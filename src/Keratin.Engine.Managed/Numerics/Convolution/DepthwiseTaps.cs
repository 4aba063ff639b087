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
    public ImageReader<T> Reader;
    public Taps Taps;

    /// <summary>A row of <see cref="Channels"/> for each tap.</summary>
    public T* Filter;

    public nint Channels;
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
        long work = Math.Max(1, Output.Width * Channels * Taps.Count);
        WorkerPool.For(checked(Batch * Output.Depth * Output.Height), (int)Math.Max(1, WorkForATask / work), this);
    }

    public readonly void Run(int start, int end)
    {
        using Scratch offsets = Scratch.Rent<nint>(Taps.Count);
        using Scratch copy = Scratch.Rent<T>(Reader.CopySize(1));
        for (int i = start; i < end; i++)
        {
            (nint plane, nint row) = (i / Output.Height, i % Output.Height);
            (nint image, nint depth) = (plane / Output.Depth, plane % Output.Depth);
            Window<T> window = Reader.Read(image, depth, row, row + 1, 1, (T*)copy.Pointer);
            window.RunOffsets(Taps, (nint*)offsets.Pointer);
            T* from = window.At(depth * Taps.Strides.Depth, row * Taps.Strides.Height, 0);
            T* to = Target + (image * ImageStride) + (depth * PlaneStride) + (row * RowStride);
            Row(from, Taps.Strides.Width * window.PixelStride, (nint*)offsets.Pointer, to);
            Activate(to);
        }
    }

    private readonly void Row(T* from, nint step, nint* offsets, T* to)
    {
        for (nint c = 0; c < Channels; c += V.Count)
        {
            nint lanes = Math.Min(V.Count, Channels - c);
            V bias = Epilogue.Bias == null ? V.Zero : V.LoadFirst(Epilogue.Bias + c, lanes);
            nint pixel = 0;
            if (lanes == V.Count)
            {
                for (; pixel <= Output.Width - 4; pixel += 4)
                {
                    Four(from + (pixel * step) + c, step, offsets, Filter + c, bias, to + (pixel * PixelStride) + c);
                }
            }

            for (; pixel < Output.Width; pixel++)
            {
                T* source = from + (pixel * step) + c;
                T* target = to + (pixel * PixelStride) + c;
                V sum = Accumulate ? bias + V.LoadFirst(target, lanes) : bias;
                for (nint t = 0; t < Taps.Count; t++)
                {
                    sum = V.MultiplyAdd(V.LoadFirst(source + offsets[t], lanes), V.LoadFirst(Filter + (t * Channels) + c, lanes), sum);
                }

                V.StoreFirst(sum, target, lanes);
            }
        }
    }

    private readonly void Four(T* from, nint step, nint* offsets, T* filter, V bias, T* to)
    {
        V s0 = bias, s1 = bias, s2 = bias, s3 = bias;
        if (Accumulate)
        {
            s0 += V.Load(to);
            s1 += V.Load(to + PixelStride);
            s2 += V.Load(to + (2 * PixelStride));
            s3 += V.Load(to + (3 * PixelStride));
        }

        for (nint t = 0; t < Taps.Count; t++, filter += Channels)
        {
            T* source = from + offsets[t];
            V weight = V.Load(filter);
            s0 = V.MultiplyAdd(V.Load(source), weight, s0);
            s1 = V.MultiplyAdd(V.Load(source + step), weight, s1);
            s2 = V.MultiplyAdd(V.Load(source + (2 * step)), weight, s2);
            s3 = V.MultiplyAdd(V.Load(source + (3 * step)), weight, s3);
        }

        V.Store(s0, to);
        V.Store(s1, to + PixelStride);
        V.Store(s2, to + (2 * PixelStride));
        V.Store(s3, to + (3 * PixelStride));
    }

    private readonly void Activate(T* row)
    {
        if (Epilogue.Activation == Activation.None)
        {
            return;
        }

        for (nint pixel = 0; pixel < Output.Width; pixel++)
        {
            Activations<V, T>.Apply(Epilogue.Activation, Epilogue.Alpha, row + (pixel * PixelStride), Channels);
        }
    }
}
