using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The largest value of each window. Keras: <c>keras.layers.MaxPooling3D</c>.</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, depth', height', width', channels); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="poolSize">The window's size; 2 if not given.</param>
/// <param name="strides">How far the window moves; its size if not given.</param>
/// <param name="padding">What happens at the border.</param>
/// <param name="dataFormat">Where the channels are.</param>
[KerasObject("MaxPooling3D", "MaxPool3D")]
public sealed partial class MaxPooling3D(Sizes? poolSize = null, Sizes? strides = null, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast)
    : Pooling(3, poolSize, strides, padding, dataFormat)
{
    private protected override Tensor Pool(Tensor inputs, long[] size, long[] strides, string padding, string dataFormat) => Ops.MaxPool3D(inputs, size, strides, padding, dataFormat: dataFormat);
}
