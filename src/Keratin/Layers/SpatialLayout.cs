namespace Keratin.Layers;

/// <summary>How sliding windows change the spatial axes, and how TensorFlow's ops are told of them.</summary>
internal static class SpatialLayout
{
    /// <summary>The attribute <c>data_format</c> for so many spatial axes.</summary>
    public static string Name(DataFormat format, int rank) => (format, rank) switch
    {
        (DataFormat.ChannelsLast, 3) => "NDHWC",
        (DataFormat.ChannelsFirst, 3) => "NCDHW",
        (DataFormat.ChannelsLast, _) => "NHWC",
        _ => "NCHW",
    };

    /// <summary>The attribute <c>padding</c>; causal padding is done beforehand.</summary>
    public static string Name(Padding padding) => padding == Padding.Same ? "SAME" : "VALID";

    /// <summary>Throws unless the input has so many spatial axes, a batch and channels.</summary>
    public static void CheckRank(Layer layer, IReadOnlyList<Shape> inputs, int rank)
    {
        if (inputs is [{ HasRank: true } input] && input.Rank != rank + 2)
            throw new ArgumentException($"Layer '{layer.Name}' ({layer.ClassName}) needs an input of {rank + 2} axes: batch, channels and {rank} between or behind; its shape is {input}.");
    }

    /// <summary>An op that takes channels last, applied to either layout.</summary>
    public static Tensor WithChannelsLast(Tensor images, DataFormat format, Func<Tensor, Tensor> op) =>
        format == DataFormat.ChannelsLast ? op(images) : Ops.Transpose(op(Ops.Transpose(images, new[] { 0, 2, 3, 1 })), new[] { 0, 3, 1, 2 });

    /// <summary>Adds one number for each channel.</summary>
    public static Tensor AddBias(Tensor result, Tensor bias, DataFormat format, int rank)
    {
        if (format == DataFormat.ChannelsLast) return Ops.BiasAdd(result, bias);
        if (rank == 2) return Ops.BiasAdd(result, bias, "NCHW");
        var shape = new int[rank + 2];
        Array.Fill(shape, 1);
        shape[1] = -1;
        return result + Ops.Reshape(bias, shape);
    }

    /// <summary>A list attribute with one entry for each axis: 1 for batch and channels.</summary>
    public static long[] PerAxis(Sizes sizes, DataFormat format)
    {
        var all = new long[sizes.Values.Length + 2];
        Array.Fill(all, 1);
        for (int i = 0; i < sizes.Values.Length; i++) all[FirstSpatialAxis(format) + i] = sizes[i];
        return all;
    }

    public static int FirstSpatialAxis(DataFormat format) => format == DataFormat.ChannelsLast ? 1 : 2;

    public static int ChannelAxis(DataFormat format, int inputRank) => format == DataFormat.ChannelsLast ? inputRank - 1 : 1;

    /// <summary>The output's size along an axis, -1 where the input's is open.</summary>
    public static long OutputSize(long input, int window, int stride, int dilation, Padding padding)
    {
        if (input < 0) return -1;
        long extent = padding == Padding.Valid ? input - (long)(window - 1) * dilation : input;
        return extent <= 0 ? 0 : (extent + stride - 1) / stride;
    }
}
