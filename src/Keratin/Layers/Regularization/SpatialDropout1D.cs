using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Sets whole channels of sequences to zero at random while training, and scales the others up. Keras: <c>keras.layers.SpatialDropout1D</c>.</summary>
/// <remarks>Input and output (batch, steps, channels).</remarks>
/// <param name="rate">The share of channels that become zero, from 0 up to 1.</param>
[KerasObject("SpatialDropout1D")]
public sealed partial class SpatialDropout1D(double rate) : SpatialDropout(1, rate, DataFormat.ChannelsLast);
