using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Puts zeros around images. Keras: <c>keras.layers.ZeroPadding2D</c>.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height', width', channels); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="padding">How many zeros at the ends of height and width; 1 if not given.</param>
/// <param name="dataFormat">Where the channels are.</param>
[KerasObject("ZeroPadding2D")]
public sealed partial class ZeroPadding2D(Margins? padding = null, DataFormat dataFormat = DataFormat.ChannelsLast) : ZeroPadding(2, padding ?? 1, dataFormat)
{
    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat => Format;
}
