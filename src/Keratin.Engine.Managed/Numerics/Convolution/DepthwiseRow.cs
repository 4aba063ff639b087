namespace Keratin.Engines.Managed.Numerics;

/// <summary>The images of a depthwise convolution, of which all channels are read.</summary>
internal unsafe struct DepthwiseImages<T>
    where T : unmanaged
{
    public T* Data;
    public Extent Size;
    public nint Channels;
    public Taps Taps;

    public readonly T* At(nint image) => Data + (image * Size.Depth * Size.Height * Size.Width * Channels);
}

/// <summary>The taps that an output row has within the image, and for which of its pixels.</summary>
internal unsafe ref struct DepthwiseRow<T>
    where T : unmanaged
{
    private readonly Scratch memory;
    private readonly DepthwiseImages<T> images;

    public DepthwiseRow(in DepthwiseImages<T> images)
    {
        this.images = images;
        memory = Scratch.Rent<nint>(3 * images.Taps.Count);
        Offsets = (nint*)memory.Pointer;
        Indices = Offsets + images.Taps.Count;
        Columns = Indices + images.Taps.Count;
    }

    /// <summary>How many taps have their row within the image.</summary>
    public int Count { get; private set; }

    /// <summary>Where each reads for the first pixel, from the start of the image.</summary>
    public nint* Offsets { get; }

    /// <summary>Which tap each is.</summary>
    public nint* Indices { get; }

    /// <summary>The column each reads for the first pixel; negative in the padding.</summary>
    public nint* Columns { get; }

    /// <summary>From this pixel on every tap is within the image …</summary>
    public nint First { get; private set; }

    /// <summary>… up to, but not including, this one.</summary>
    public nint Last { get; private set; }

    public void Set(nint depth, nint row, nint width)
    {
        Taps taps = images.Taps;
        (Count, First, Last) = (0, 0, width);
        for (int t = 0; t < taps.Count; t++)
        {
            nint d = (depth * taps.Strides.Depth) + taps.Offsets[3 * t], h = (row * taps.Strides.Height) + taps.Offsets[(3 * t) + 1];
            if (d < 0 || d >= images.Size.Depth || h < 0 || h >= images.Size.Height)
            {
                continue;
            }

            nint column = taps.Offsets[(3 * t) + 2];
            (Indices[Count], Columns[Count]) = (t, column);
            Offsets[Count] = ((((d * images.Size.Height) + h) * images.Size.Width) + column) * images.Channels;
            (nint first, nint last) = Pixels(Count++, width);
            First = Math.Max(First, first);
            Last = Math.Min(Last, last);
        }

        First = Math.Min(First, width);
        Last = Math.Max(Last, First);
    }

    /// <summary>The pixels for which a tap is within the image.</summary>
    public readonly (nint First, nint Last) Pixels(int tap, nint width)
    {
        nint stride = images.Taps.Strides.Width, column = Columns[tap];
        nint first = column >= 0 ? 0 : (stride - 1 - column) / stride;
        nint rest = images.Size.Width - column;
        nint last = rest <= 0 ? 0 : Math.Min((rest + stride - 1) / stride, width);
        return (Math.Min(first, width), last);
    }

    public readonly void Dispose() => memory.Dispose();
}
