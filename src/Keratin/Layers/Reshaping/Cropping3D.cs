using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Cuts off the ends of volumes' axes. Keras: <c>keras.layers.Cropping3D</c>.</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, depth', height', width', channels); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="cropping">How much is cut off at the ends of depth, height and width; 1 if not given.</param>
/// <param name="dataFormat">Where the channels are.</param>
[KerasObject("Cropping3D")]
public sealed partial class Cropping3D(Margins? cropping = null, DataFormat dataFormat = DataFormat.ChannelsLast) : CroppingLayer(3, cropping ?? 1, dataFormat)
{
    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat => Format;
}
