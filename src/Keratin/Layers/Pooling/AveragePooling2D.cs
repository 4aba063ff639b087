using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The mean of each window; positions beyond the border don't count. Keras: <c>keras.layers.AveragePooling2D</c>.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height', width', channels); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="poolSize">The window's size; 2 if not given.</param>
/// <param name="strides">How far the window moves; its size if not given.</param>
/// <param name="padding">What happens at the border.</param>
/// <param name="dataFormat">Where the channels are.</param>
[KerasObject("AveragePooling2D", "AvgPool2D")]
public sealed partial class AveragePooling2D(Sizes? poolSize = null, Sizes? strides = null, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast)
    : Pooling(2, poolSize, strides, padding, dataFormat)
{
    private protected override Tensor Pool(Tensor inputs, long[] size, long[] strides, string padding, string dataFormat) => Ops.AvgPool(inputs, size, strides, padding, dataFormat: dataFormat);
}
