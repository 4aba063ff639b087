namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// Where a convolution reads: output pixel o reads, for each tap t, the pixels from o · stride + offset(t) on, in
/// <see cref="Pixels"/> neighbours. The rows of the filter matrix are in the same order.
/// </summary>
internal unsafe struct Taps
{
    /// <summary>Three offsets a tap: depth, height, width; in pixels of the input, negative in the padding.</summary>
    public int* Offsets;

    public int Count;

    /// <summary>How many neighbours along the width a tap reads as one run.</summary>
    public int Pixels;

    public Extent Strides;

    public void Add(int depth, int height, int width)
    {
        Offsets[3 * Count] = depth;
        Offsets[(3 * Count) + 1] = height;
        Offsets[(3 * Count) + 2] = width;
        Count++;
    }

    /// <summary>The least and the greatest offset along an axis.</summary>
    public readonly (int Low, int High) Range(int axis)
    {
        (int low, int high) = (int.MaxValue, int.MinValue);
        for (int i = 0; i < Count; i++)
        {
            low = Math.Min(low, Offsets[(3 * i) + axis]);
            high = Math.Max(high, Offsets[(3 * i) + axis]);
        }

        return Count == 0 ? (0, 0) : (low, high + (axis == 2 ? Pixels - 1 : 0));
    }

    /// <summary>The taps of a convolution's forward pass; with <paramref name="runs"/>, neighbours along the width form one where they can.</summary>
    public static Taps Forward(in ConvolutionShape shape, int* memory, bool runs = true)
    {
        runs &= shape.Dilations.Width == 1 && shape.Groups == 1;
        Taps taps = new() { Offsets = memory, Pixels = runs ? shape.Kernel.Width : 1, Strides = shape.Strides };
        for (int d = 0; d < shape.Kernel.Depth; d++)
        {
            for (int h = 0; h < shape.Kernel.Height; h++)
            {
                for (int w = 0; w < shape.Kernel.Width; w += taps.Pixels)
                {
                    taps.Add(
                        (d * shape.Dilations.Depth) - shape.Padding.Depth,
                        (h * shape.Dilations.Height) - shape.Padding.Height,
                        (w * shape.Dilations.Width) - shape.Padding.Width);
                }
            }
        }

        return taps;
    }
}
