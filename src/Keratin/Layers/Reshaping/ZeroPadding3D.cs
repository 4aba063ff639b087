using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Puts zeros around volumes. Keras: <c>keras.layers.ZeroPadding3D</c>.</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, depth', height', width', channels); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="padding">How many zeros at the ends of depth, height and width; 1 if not given.</param>
/// <param name="dataFormat">Where the channels are.</param>
[KerasObject("ZeroPadding3D")]
public sealed partial class ZeroPadding3D(Margins? padding = null, DataFormat dataFormat = DataFormat.ChannelsLast) : ZeroPadding(3, padding ?? 1, dataFormat)
{
    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat => Format;
}
