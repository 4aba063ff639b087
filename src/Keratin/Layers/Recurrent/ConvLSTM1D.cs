using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Convolutional long short-term memory over sequences of rows. Keras: <c>keras.layers.ConvLSTM1D</c>.</summary>
/// <remarks>Input (batch, time, length, channels), output likewise without the time, or with it if sequences are wanted; channels come before the spatial axes with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="filters">The number of output channels.</param>
/// <param name="kernelSize">The filters' sizes.</param>
/// <param name="strides">How far the filters move; 1 if not given.</param>
/// <param name="padding">What happens at the border.</param>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="dilationRate">The distance between the inputs of a filter; 1 if not given.</param>
[KerasObject("ConvLSTM1D")]
public sealed partial class ConvLSTM1D(
    int filters, Sizes kernelSize, Sizes strides = default, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast, Sizes dilationRate = default)
    : ConvLSTM(1, filters, kernelSize, strides, padding, dataFormat, dilationRate);
