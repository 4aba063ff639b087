using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// A convolution as products straight from the image: neighbours in an output row are the rows of a tile, a constant
/// number of elements apart, and k runs through the taps. Nothing is unrolled to memory but the padding.
/// </summary>
/// <remarks>The backward pass to the input is one too, with the output's gradient as the image (see <see cref="InputGradient{V,T}"/>).</remarks>
internal unsafe struct TapConvolution<V, T> : IParallelBody
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>Multiplications worth a task of its own.</summary>
    private const long WorkForATask = 1 << 16;

    /// <summary>Pixels after which a filter that came from far has paid its way.</summary>
    private const nint PixelsForATask = 400;

    /// <summary>The most that a task may copy to pad its windows: half of the second-level cache.</summary>
    private const nint BytesForATask = 1 << 20;

    public int Batch;
    public ImageReader<T> Reader;
    public Taps Taps;

    /// <summary>The elements of a run: pixels · channels.</summary>
    public nint RunLength;

    /// <summary>The filter as packed panels: taps · run length rows, <see cref="Columns"/> columns.</summary>
    public T* Filter;

    public nint Columns;

    public Extent Output;

    /// <summary>The first pixel to write.</summary>
    public T* Target;

    public nint ImageStride;

    public nint PlaneStride;

    public nint RowStride;

    public nint PixelStride;

    public Epilogue<T> Epilogue;

    private nint rowsOfTask;

    public void Run()
    {
        nint rows = (nint)Batch * Output.Depth * Output.Height;
        if (rows * Output.Width == 0 || Columns == 0)
        {
            return;
        }

        long work = Math.Max(1, Output.Width * Columns * RunLength * Taps.Count);
        nint enough = (nint)Math.Max(WorkForATask / work, PixelsForATask / Output.Width);
        nint share = rows / (WorkerPool.Threads * 4);
        rowsOfTask = Math.Clamp(Math.Min(enough, share), (nint)Math.Min(rows, Math.Max(1, WorkForATask / work)), rows);
        while (rowsOfTask > 1 && CopySize * sizeof(T) > BytesForATask)
        {
            rowsOfTask /= 2;
        }

        WorkerPool.For(checked((int)((rows + rowsOfTask - 1) / rowsOfTask)), 1, this);
    }

    [MethodImpl(Simd.Loop)]
    public readonly void Run(int start, int end)
    {
        using Scratch offsets = Scratch.Rent<nint>(Taps.Count);
        using Scratch pointers = Scratch.Rent<nint>(2 * rowsOfTask);
        using Scratch copy = Scratch.Rent<T>(CopySize);
        nint rows = (nint)Batch * Output.Depth * Output.Height;
        TapRows<V, T> work = new()
        {
            Offsets = (nint*)offsets.Pointer,
            Sources = (T**)pointers.Pointer,
            Targets = (T**)pointers.Pointer + rowsOfTask,
        };
        for (nint task = start; task < end; task++)
        {
            work.Count = 0;
            T* free = (T*)copy.Pointer;
            nint last = Math.Min((task + 1) * rowsOfTask, rows);
            for (nint row = task * rowsOfTask; row < last;)
            {
                nint height = Math.Min(last - row, Output.Height - (row % Output.Height));
                Read(row, height, free, ref work);
                free += Reader.CopySize(WindowRows);
                row += height;
            }

            work.Run(this);
        }
    }

    /// <summary>The rows of a window: those of a task, unless it spans planes.</summary>
    private readonly nint WindowRows => Math.Min(rowsOfTask, Output.Height);

    /// <summary>A task touches at most so many windows.</summary>
    private readonly nint CopySize => Reader.CopySize(WindowRows) * (((rowsOfTask - 1) / Output.Height) + 2);

    /// <summary>Notes where some output rows of one plane read and write.</summary>
    [MethodImpl(Simd.Loop)]
    private readonly void Read(nint row, nint height, T* copy, ref TapRows<V, T> work)
    {
        (nint plane, nint first) = (row / Output.Height, row % Output.Height);
        (nint image, nint depth) = (plane / Output.Depth, plane % Output.Depth);
        Window<T> window = Reader.Read(image, depth, first, first + height, WindowRows, copy);
        if (work.Count == 0)
        {
            window.RunOffsets(Taps, work.Offsets);
            work.PixelStep = Taps.Strides.Width * window.PixelStride;
        }

        T* target = Target + (image * ImageStride) + (depth * PlaneStride);
        for (nint r = first; r < first + height; r++)
        {
            work.Sources[work.Count] = window.At(depth * Taps.Strides.Depth, r * Taps.Strides.Height, 0);
            work.Targets[work.Count++] = target + (r * RowStride);
        }
    }
}
