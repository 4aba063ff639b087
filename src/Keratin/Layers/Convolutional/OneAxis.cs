namespace Keratin.Layers;

/// <summary>Ops over images applied to sequences: an axis of size 1 is put in front of the steps meanwhile.</summary>
internal static class OneAxis
{
    public static Tensor AsImages(Tensor sequences, DataFormat format, Func<Tensor, Tensor> op)
    {
        int axis = SpatialLayout.FirstSpatialAxis(format);
        return Ops.Squeeze(op(Ops.ExpandDims(sequences, axis)), [axis]);
    }

    /// <summary>Window sizes or dilations: 1 along the axis that was put in.</summary>
    public static long[] PerAxis(int size, DataFormat format) => SpatialLayout.PerAxis((1, size), format);

    /// <summary>Strides of ops that want the same along both axes.</summary>
    public static long[] Both(int stride, DataFormat format) => SpatialLayout.PerAxis((stride, stride), format);

    /// <summary>Zeros in front, so that a window ends at the step of its output.</summary>
    public static Tensor PadCausally(Tensor sequences, int window, int dilation, DataFormat format)
    {
        var paddings = new int[3, 2];
        paddings[SpatialLayout.FirstSpatialAxis(format), 0] = (window - 1) * dilation;
        return Ops.Pad(sequences, Tensor.From(paddings));
    }
}
