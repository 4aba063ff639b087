using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The largest value over height and width. Keras: <c>keras.layers.GlobalMaxPooling2D</c>.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, channels), or (batch, 1, 1, channels) where dimensions are kept; channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="keepdims">Whether the spatial axes stay, with size 1.</param>
[KerasObject("GlobalMaxPooling2D", "GlobalMaxPool2D")]
public sealed partial class GlobalMaxPooling2D(DataFormat dataFormat = DataFormat.ChannelsLast, bool keepdims = false) : GlobalPooling(2, dataFormat, keepdims)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => Ops.Max(inputs, SpatialAxes, Keepdims);
}
