namespace Keratin.Engines.Managed.Numerics;

/// <summary>The images that a convolution reads.</summary>
/// <remarks>Several threads read it at once.</remarks>
internal unsafe struct ImageReader<T>
    where T : unmanaged
{
    private readonly T* data;
    private readonly Extent size;
    private readonly nint channels;
    private readonly nint pixelStride;
    private readonly Extent strides;
    private readonly (int Low, int High) depths;
    private readonly (int Low, int High) heights;
    private readonly (int Low, int High) widths;
    private readonly Extent output;

    /// <param name="data">The first channel to read.</param>
    /// <param name="size">The size of an image.</param>
    /// <param name="channels">How many channels to read.</param>
    /// <param name="pixelStride">From pixel to pixel: all channels there are.</param>
    /// <param name="taps">Where each output pixel reads.</param>
    /// <param name="output">The size of the output.</param>
    public ImageReader(T* data, Extent size, nint channels, nint pixelStride, in Taps taps, Extent output)
    {
        this.data = data;
        this.size = size;
        this.channels = channels;
        this.pixelStride = pixelStride;
        this.output = output;
        strides = taps.Strides;
        (depths, heights, widths) = (taps.Range(0), taps.Range(1), taps.Range(2));
        NeedsPadding =
            Leaves(depths, output.Depth, strides.Depth, size.Depth)
            || Leaves(heights, output.Height, strides.Height, size.Height)
            || Leaves(widths, output.Width, strides.Width, size.Width);
    }

    /// <summary>Whether some tap reads beyond the image, so that windows are copies.</summary>
    public bool NeedsPadding { get; }

    /// <summary>The elements of the copy for a window of so many output rows; 0 where none is needed.</summary>
    public readonly nint CopySize(nint rows) => NeedsPadding ? Planes * Rows(rows) * Pixels * channels : 0;

    /// <summary>
    /// What output rows [start, end) of a plane need of an image. Where padding is needed it is copied, as if there were
    /// <paramref name="rows"/> rows, so that all windows of a size are laid out alike.
    /// </summary>
    public readonly Window<T> Read(nint image, nint plane, nint start, nint end, nint rows, T* copy)
    {
        T* first = data + (image * size.Depth * size.Height * size.Width * pixelStride);
        Window<T> whole = new() { Origin = first, PixelStride = pixelStride, RowStride = size.Width * pixelStride };
        whole.PlaneStride = size.Height * whole.RowStride;
        if (!NeedsPadding)
        {
            return whole;
        }

        Window<T> window = new() { PixelStride = channels, RowStride = Pixels * channels };
        window.PlaneStride = Rows(rows) * window.RowStride;
        nint firstPlane = (plane * strides.Depth) + depths.Low, firstRow = (start * strides.Height) + heights.Low;
        window.Origin = copy - (firstPlane * window.PlaneStride) - (firstRow * window.RowStride) - (widths.Low * channels);
        for (nint d = firstPlane; d < firstPlane + Planes; d++)
        {
            for (nint h = firstRow; h < firstRow + Rows(end - start); h++)
            {
                bool inside = d >= 0 && d < size.Depth && h >= 0 && h < size.Height;
                CopyRow(inside ? whole.At(d, h, 0) : null, window.At(d, h, widths.Low));
            }
        }

        return window;
    }

    private readonly nint Planes => depths.High - depths.Low + 1;

    private readonly nint Pixels => ((output.Width - 1) * strides.Width) + widths.High - widths.Low + 1;

    private static bool Leaves((int Low, int High) taps, int output, int stride, int size) =>
        taps.Low < 0 || ((output - 1) * stride) + taps.High >= size;

    private readonly nint Rows(nint outputs) => ((outputs - 1) * strides.Height) + heights.High - heights.Low + 1;

    private readonly void CopyRow(T* row, T* target)
    {
        nint before = row == null ? Pixels : Math.Clamp(-widths.Low, 0, Pixels);
        nint from = Math.Max(widths.Low, 0);
        nint inside = Math.Clamp(Math.Min(size.Width - from, Pixels - before), 0, Pixels);
        Clear(target, before);
        target += before * channels;
        if (pixelStride == channels)
        {
            new ReadOnlySpan<T>(row + (from * channels), (int)(inside * channels)).CopyTo(new(target, (int)(inside * channels)));
        }
        else
        {
            for (nint i = 0; i < inside; i++)
            {
                new ReadOnlySpan<T>(row + ((from + i) * pixelStride), (int)channels).CopyTo(new(target + (i * channels), (int)channels));
            }
        }

        Clear(target + (inside * channels), Pixels - before - inside);
    }

    private readonly void Clear(T* target, nint pixels) => new Span<T>(target, (int)(pixels * channels)).Clear();
}
