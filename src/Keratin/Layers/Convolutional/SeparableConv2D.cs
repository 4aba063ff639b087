using Keratin.Activations;
using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>2-D convolution of each channel by itself, then a mixing of channels. Keras: <c>keras.layers.SeparableConv2D</c>.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height', width', filters); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="filters">The number of output channels.</param>
/// <param name="kernelSize">The depthwise filters' size.</param>
/// <param name="strides">How far the filters move; 1 if not given.</param>
/// <param name="padding">What happens at the border.</param>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="dilationRate">The distance between the inputs of a filter; 1 if not given.</param>
/// <param name="depthMultiplier">The number of depthwise filters for each channel.</param>
/// <param name="activation">Applied to the result.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="depthwiseInitializer">Makes the depthwise kernel.</param>
/// <param name="pointwiseInitializer">Makes the kernel that mixes channels.</param>
[KerasObject("SeparableConv2D", "SeparableConvolution2D")]
public sealed partial class SeparableConv2D(
    int filters, Sizes kernelSize, Sizes strides = default, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast,
    Sizes dilationRate = default, int depthMultiplier = 1, Activation? activation = null, bool useBias = true,
    Initializer? depthwiseInitializer = null, Initializer? pointwiseInitializer = null)
    : SeparableConvolution(2, filters, kernelSize, strides, padding, dataFormat, dilationRate, depthMultiplier, activation, useBias, depthwiseInitializer, pointwiseInitializer);
