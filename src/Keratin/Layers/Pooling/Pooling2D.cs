using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What 2-D pooling layers have in common: a window slides over each channel.</summary>
[KerasObject]
public abstract partial class Pooling2D : Layer
{
    private protected Pooling2D(Sizes poolSize, Sizes? strides, Padding padding, DataFormat dataFormat)
    {
        PoolSize = poolSize.ForRank(2, "pool_size");
        Strides = (strides ?? PoolSize).ForRank(2, "strides");
        (Padding, DataFormat) = (padding, dataFormat);
    }

    /// <summary>The window's height and width.</summary>
    [Config]
    public Sizes PoolSize { get; }

    /// <summary>What happens at the border.</summary>
    [Config]
    public Padding Padding { get; }

    /// <summary>How far the window moves; its size if not given.</summary>
    [Config]
    public Sizes? Strides { get; }

    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (input.Rank != 4) throw new ArgumentException($"Layer '{Name}' ({ClassName}) needs an input of 4 axes; its shape is {input}.");
        var output = input;
        for (int i = 0; i < 2; i++)
        {
            int axis = SpatialLayout.FirstSpatialAxis(DataFormat) + i;
            long size = SpatialLayout.OutputSize(input[axis], PoolSize[i], Strides!.Value[i], 1, Padding);
            output = output.With(axis, size != 0 ? size : throw new ArgumentException($"The input {input} of layer '{Name}' is smaller than its window along axis {axis}."));
        }
        return output;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => Pool(
        inputs, SpatialLayout.PerAxis(PoolSize, DataFormat), SpatialLayout.PerAxis(Strides!.Value, DataFormat),
        Padding == Padding.Same ? "SAME" : "VALID", SpatialLayout.Name(DataFormat, 2));

    private protected abstract Tensor Pool(Tensor inputs, long[] size, long[] strides, string padding, string dataFormat);
}

/// <summary>The largest value of each window. Keras: <c>keras.layers.MaxPooling2D</c>.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height', width', channels).</remarks>
[KerasObject("MaxPooling2D", "MaxPool2D")]
public sealed partial class MaxPooling2D(Sizes? poolSize = null, Sizes? strides = null, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast)
    : Pooling2D(poolSize ?? 2, strides, padding, dataFormat)
{
    private protected override Tensor Pool(Tensor inputs, long[] size, long[] strides, string padding, string dataFormat) => Ops.MaxPool(inputs, size, strides, padding, dataFormat: dataFormat);
}

/// <summary>The mean of each window; positions beyond the border don't count. Keras: <c>keras.layers.AveragePooling2D</c>.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height', width', channels).</remarks>
[KerasObject("AveragePooling2D", "AvgPool2D")]
public sealed partial class AveragePooling2D(Sizes? poolSize = null, Sizes? strides = null, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast)
    : Pooling2D(poolSize ?? 2, strides, padding, dataFormat)
{
    private protected override Tensor Pool(Tensor inputs, long[] size, long[] strides, string padding, string dataFormat) => Ops.AvgPool(inputs, size, strides, padding, dataFormat);
}
