using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Puts zeros around a sequence. Keras: <c>keras.layers.ZeroPadding1D</c>.</summary>
/// <remarks>Input (batch, steps, channels), output (batch, steps', channels); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="padding">How many zeros at its two ends; 1 if not given.</param>
/// <param name="dataFormat">Where the channels are.</param>
[KerasObject("ZeroPadding1D")]
public sealed partial class ZeroPadding1D(Margins? padding = null, DataFormat dataFormat = DataFormat.ChannelsLast) : ZeroPadding(1, padding ?? 1, dataFormat)
{
    /// <summary>Where the channels are among the axes.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public DataFormat DataFormat => Format;
}
