namespace Keratin.Engines.Managed.Numerics;

/// <summary>Part of an image, so placed that a tap never leaves it: the image itself, or a copy with zeros around it.</summary>
internal unsafe struct Window<T>
    where T : unmanaged
{
    /// <summary>Where the pixel at depth, height, width 0 is, or would be.</summary>
    public T* Origin;

    public nint PlaneStride;

    public nint RowStride;

    public nint PixelStride;

    public readonly T* At(nint depth, nint height, nint width) =>
        Origin + (depth * PlaneStride) + (height * RowStride) + (width * PixelStride);

    /// <summary>The offset of each tap from the first pixel that an output pixel reads.</summary>
    public readonly void RunOffsets(in Taps taps, nint* offsets)
    {
        for (int i = 0; i < taps.Count; i++)
        {
            int* tap = taps.Offsets + (3 * i);
            offsets[i] = (tap[0] * PlaneStride) + (tap[1] * RowStride) + (tap[2] * PixelStride);
        }
    }
}
