using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The mean over depth, height and width. Keras: <c>keras.layers.GlobalAveragePooling3D</c>.</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, channels), or (batch, 1, 1, 1, channels) where dimensions are kept; channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="keepdims">Whether the spatial axes stay, with size 1.</param>
[KerasObject("GlobalAveragePooling3D", "GlobalAvgPool3D")]
public sealed partial class GlobalAveragePooling3D(DataFormat dataFormat = DataFormat.ChannelsLast, bool keepdims = false) : GlobalPooling(3, dataFormat, keepdims)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => Ops.Mean(inputs, SpatialAxes, Keepdims);
}
