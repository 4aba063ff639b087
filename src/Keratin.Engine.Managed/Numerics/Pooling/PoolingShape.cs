namespace Keratin.Engines.Managed.Numerics;

/// <summary>The sizes of a pooling of images (batch, depth, height, width, channels); 2-D has a depth of 1.</summary>
internal readonly record struct PoolingShape(
    int Batch, Extent Input, Extent Output, int Channels, Extent Window, Extent Strides, Extent Padding)
{
    /// <summary>The sizes of a 2-D pooling.</summary>
    public static PoolingShape Of2D(
        int batch, int height, int width, int channels, int windowHeight, int windowWidth, int outHeight, int outWidth,
        int strideHeight, int strideWidth, int padTop = 0, int padLeft = 0) =>
        new(batch, new(1, height, width), new(1, outHeight, outWidth), channels, new(1, windowHeight, windowWidth), new(1, strideHeight, strideWidth), new(0, padTop, padLeft));

    /// <summary>The part of a window that lies within the image.</summary>
    public PoolingWindow WindowOf(int depth, int height, int width)
    {
        (int d0, int d1) = Clip(depth, Strides.Depth, Padding.Depth, Window.Depth, Input.Depth);
        (int h0, int h1) = Clip(height, Strides.Height, Padding.Height, Window.Height, Input.Height);
        (int w0, int w1) = Clip(width, Strides.Width, Padding.Width, Window.Width, Input.Width);
        return new(d0, d1, h0, h1, w0, w1);
    }

    private static (int Start, int End) Clip(int position, int stride, int padding, int window, int size)
    {
        int start = (position * stride) - padding;
        return (Math.Max(start, 0), Math.Min(start + window, size));
    }
}

/// <summary>The pixels from the first of each pair up to, but not including, the second.</summary>
internal readonly record struct PoolingWindow(int Depth0, int Depth1, int Height0, int Height1, int Width0, int Width1)
{
    /// <summary>How many pixels; the divisor of an average, which leaves the padding out.</summary>
    public int Count => Math.Max(0, Depth1 - Depth0) * Math.Max(0, Height1 - Height0) * Math.Max(0, Width1 - Width0);
}
