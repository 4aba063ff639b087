using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The mean over height and width. Keras: <c>keras.layers.GlobalAveragePooling2D</c>.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, channels), or (batch, 1, 1, channels) with <see cref="Keepdims"/>.</remarks>
[KerasObject("GlobalAveragePooling2D", "GlobalAvgPool2D")]
public sealed partial class GlobalAveragePooling2D(DataFormat dataFormat = DataFormat.ChannelsLast, bool keepdims = false) : Layer
{
    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat { get; } = dataFormat;

    /// <summary>Whether height and width stay as axes of size 1.</summary>
    [Config]
    public bool Keepdims { get; } = keepdims;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        int axis = SpatialLayout.FirstSpatialAxis(DataFormat);
        return Ops.Mean(inputs, new[] { axis, axis + 1 }, Keepdims);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (input.Rank != 4) throw new ArgumentException($"Layer '{Name}' ({ClassName}) needs an input of 4 axes; its shape is {input}.");
        int axis = SpatialLayout.FirstSpatialAxis(DataFormat);
        return Keepdims ? input.With(axis, 1).With(axis + 1, 1) : [input[0], input[SpatialLayout.ChannelAxis(DataFormat, 4)]];
    }
}
