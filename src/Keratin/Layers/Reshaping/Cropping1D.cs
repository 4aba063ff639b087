using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Cuts off the ends of a sequence. Keras: <c>keras.layers.Cropping1D</c>.</summary>
/// <remarks>Input (batch, steps, channels), output (batch, steps', channels).</remarks>
/// <param name="cropping">How much is cut off at its two ends; 1 if not given.</param>
[KerasObject("Cropping1D")]
public sealed partial class Cropping1D(Margins? cropping = null) : CroppingLayer(1, cropping ?? 1, DataFormat.ChannelsLast);
