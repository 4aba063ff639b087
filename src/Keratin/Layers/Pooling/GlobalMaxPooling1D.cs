using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The largest value over all steps. Keras: <c>keras.layers.GlobalMaxPooling1D</c>.</summary>
/// <remarks>Input (batch, steps, channels), output (batch, channels), or (batch, 1, channels) where dimensions are kept; channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="keepdims">Whether the spatial axes stay, with size 1.</param>
[KerasObject("GlobalMaxPooling1D", "GlobalMaxPool1D")]
public sealed partial class GlobalMaxPooling1D(DataFormat dataFormat = DataFormat.ChannelsLast, bool keepdims = false) : GlobalPooling(1, dataFormat, keepdims)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => Ops.Max(inputs, SpatialAxes, Keepdims);
}
