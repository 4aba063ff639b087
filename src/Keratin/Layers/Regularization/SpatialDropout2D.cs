using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Sets whole channels of images to zero at random while training, and scales the others up. Keras: <c>keras.layers.SpatialDropout2D</c>.</summary>
/// <remarks>Input and output (batch, height, width, channels).</remarks>
/// <param name="rate">The share of channels that become zero, from 0 up to 1.</param>
/// <param name="dataFormat">Where the channels are.</param>
[KerasObject("SpatialDropout2D")]
public sealed partial class SpatialDropout2D(double rate, DataFormat dataFormat = DataFormat.ChannelsLast) : SpatialDropout(2, rate, dataFormat)
{
    /// <summary>Where the channels are among the axes (Keras 3 writes it).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public DataFormat DataFormat => Format;
}
