using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Cuts off the ends of images' axes. Keras: <c>keras.layers.Cropping2D</c>.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height', width', channels); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="cropping">How much is cut off at the ends of height and width; 0 if not given.</param>
/// <param name="dataFormat">Where the channels are.</param>
[KerasObject("Cropping2D")]
public sealed partial class Cropping2D(Margins? cropping = null, DataFormat dataFormat = DataFormat.ChannelsLast) : CroppingLayer(2, cropping ?? 0, dataFormat)
{
    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat => Format;
}
